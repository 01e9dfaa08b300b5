"""Mutants of a verified system's backend, made by a machine, and which of them the API gates miss."""
