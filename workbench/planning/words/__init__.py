"""The plan as text that its user can read, for approval."""
