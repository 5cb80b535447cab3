"""SMS: what providers say and hear, put into our words and out of them."""
