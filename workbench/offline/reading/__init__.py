"""Reads a request in plain words by a grammar, and accounts for every word of it."""
