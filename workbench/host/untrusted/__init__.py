"""Reads what generated programs left, printed or answered, and what other people wrote: within bounds, and never through a link."""
