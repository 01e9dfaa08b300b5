"""The plan's models, their type checks, and the conventions that complete a plan."""
