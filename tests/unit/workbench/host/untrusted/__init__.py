"""Texts and files that we did not write."""
