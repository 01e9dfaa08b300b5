"""Lines of a text that we did not write: so many, and each cut to a length."""

from __future__ import annotations

from collections.abc import Iterator

# Longer than any line that a tool prints to say something.
MAX_LINE = 4_000
MAX_LINES = 200_000


def bounded_lines(text: str, longest: int = MAX_LINE) -> Iterator[str]:
    """The lines of the text, each cut; what is behind the last of so many lines is left out."""
    for number, line in enumerate(text.splitlines()):
        if number == MAX_LINES:
            return
        yield line[:longest]
