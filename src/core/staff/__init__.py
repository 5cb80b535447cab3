"""Who staff are, and what each of them may do."""
