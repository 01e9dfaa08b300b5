"""Measures the verdict: sound systems must be accepted, systems with one seeded fault rejected."""
