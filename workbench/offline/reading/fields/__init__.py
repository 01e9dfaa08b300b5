"""The parts of a field: what is said of it, its limits, and what is left of one that cannot be read."""
