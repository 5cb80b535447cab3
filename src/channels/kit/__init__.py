"""The conformance kit: every promise of a channel, run against any channel, without a network."""
