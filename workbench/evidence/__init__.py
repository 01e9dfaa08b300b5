"""Typed events, the verdict, the report: what can be shown of a run."""
