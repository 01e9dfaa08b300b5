"""Invariants, transitions, derived values and totals in the Go templates."""
