"""Totals: operations that count or add up records, by month or value."""
