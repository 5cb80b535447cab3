"""Messages, lanes, and when to try again."""
