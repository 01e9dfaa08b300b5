"""Names that nothing has yet."""

from __future__ import annotations

from collections.abc import Container


def free_name(name: str, taken: Container[str]) -> str:
    """The name; with the first number behind it that makes it a new one, if it is taken."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free
