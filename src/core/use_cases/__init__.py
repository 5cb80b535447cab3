"""Load, decide, commit: the only asynchronous code in the core."""
