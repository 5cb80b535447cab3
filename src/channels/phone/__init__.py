"""Phone: who rang us, and calls between a counsellor and a citizen. A person talks; no machine does."""
