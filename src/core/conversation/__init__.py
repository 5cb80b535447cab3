"""Inputs, prompts, events and state, and the one decision that ties them together."""
