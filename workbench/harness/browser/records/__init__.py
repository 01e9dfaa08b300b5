"""Compares the records that a page shows and changes with what the reference says of them."""
