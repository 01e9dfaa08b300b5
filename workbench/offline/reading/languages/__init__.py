"""The small words of other languages."""
