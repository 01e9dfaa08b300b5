"""Run folders and their records; delivery of a result to the user."""
