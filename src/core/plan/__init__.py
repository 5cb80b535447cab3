"""The plan: what citizen and counsellor agree to do, and how they come to agree."""
