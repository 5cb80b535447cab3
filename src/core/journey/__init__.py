"""Questions, conditions, and what is asked next."""
