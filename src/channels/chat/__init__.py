"""Chat front-ends: one request a turn, safe to repeat."""
