"""Values of a plan in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from workbench.planning.words.moments import with_moments


def said(value: object) -> str:
    """A text as it is, anything else as JSON; moments in words."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return with_moments(text)


def conditions(where: Mapping[str, object]) -> str:
    """The condition that records meet: ` where paid is true and state is open or sent`."""
    return " where " + " and ".join(_condition(*item) for item in where.items()) if where else ""


def any_of(words: Iterable[str]) -> str:
    """`clerk, manager or admin`."""
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _condition(name: str, value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return f"{name} is {any_of(said(item) for item in values)}"
