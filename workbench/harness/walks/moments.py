"""Compares the moments that a server wrote with when it was asked: both clocks are this host's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.harness.matchers import at
from workbench.reference.execution.symbols import Moment, Value

# Instants with a fraction of a second are exact to this, others to a second more.
EXACT, WHOLE = timedelta(milliseconds=50), timedelta(seconds=1.05)


@dataclass(frozen=True)
class Served:
    """When a request was sent, and when its answer was there; both in UTC."""

    sent: datetime
    answered: datetime


@dataclass(frozen=True)
class WrongMoment:
    """An instant that is not of the request that must have written it."""

    expected: str
    actual: str


def wrong_moment(tree: Value, body: Any, served: Sequence[Served]) -> WrongMoment | None:
    """The first moment of a predicted answer that the answer has otherwise.

    `served[n - 1]` is the request that moment n belongs to; moment 0 is the server's start. Texts
    that are no instants are left to the matchers.
    """
    for pointer, moment in _moments("", tree):
        got = at(body, pointer)
        instant = _instant(got)
        if instant is None or moment.number == 0:
            continue
        request = served[moment.number - 1]
        tolerance = EXACT if "." in got else WHOLE
        if not request.sent - tolerance <= instant <= request.answered + tolerance:
            which = "this request" if moment.number == len(served) else "the request that wrote it"
            return WrongMoment(f"{pointer} to be the time of {which}", got)
    return None


def _moments(pointer: str, tree: Value) -> Iterator[tuple[str, Moment]]:
    if isinstance(tree, Moment):
        yield pointer, tree
    elif isinstance(tree, dict):
        for name, part in tree.items():
            yield from _moments(f"{pointer}/{name}", part)
    elif isinstance(tree, list):
        for index, part in enumerate(tree):
            yield from _moments(f"{pointer}/{index}", part)


def _instant(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def now() -> datetime:
    """The time of this host."""
    return datetime.now(UTC)
