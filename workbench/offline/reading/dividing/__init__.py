"""Divides a sentence into what joins its parts, the parts, and the items of its lists."""
