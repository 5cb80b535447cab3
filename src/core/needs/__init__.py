"""The needs picture, its reasons, and what would change it."""
