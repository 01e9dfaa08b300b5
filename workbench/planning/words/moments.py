"""Durations and moments as people say them."""

from __future__ import annotations

import re

_UNITS = ((86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))
_MOMENT = re.compile(r"\{\{\s*(now|today)\s*([+-]\d+)?\s*\}\}")


def duration(seconds: int) -> str:
    """A duration in its largest whole units: `1 day 2 hours`."""
    parts: list[str] = []
    for size, unit in _UNITS:
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number} {unit}" + ("" if number == 1 else "s"))
    return " ".join(parts) or "0 seconds"


def with_moments(text: str) -> str:
    """The text with moments said in words: `{{now+3600}}` is `(1 hour after the start)`."""
    return _MOMENT.sub(lambda found: f"({_said(found[1], int(found[2] or 0))})", text)


def _said(name: str, later: int) -> str:
    start = "the start" if name == "now" else "the day of the start"
    if not later:
        return start
    distance = duration(abs(later) * (1 if name == "now" else 86_400))
    return f"{distance} {'after' if later > 0 else 'before'} {start}"
