"""Tokens for moments that depend on when a scenario runs: ``{{now+3600}}`` and ``{{today-1}}``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from workbench.plan.tokens import filled

# `{{now+3600}}` is an instant, so many seconds after the scenario's start.
NOW = "now"
# `{{today+1}}` is a date, so many days after the day (in UTC) of the scenario's start.
TODAY = "today"
MOMENTS = frozenset({NOW, TODAY})
# The middle of a long calendar: what can be from here on can be from any start of a scenario.
_ANY_START = datetime(2500, 1, 1, tzinfo=UTC)


def moment(name: str, later: int, began: datetime) -> str:
    """The moment as texts hold it: an instant with Z, in whole seconds, or a date.

    `began` is in UTC. Raises `OverflowError` for a moment before the year 1 or after 9999.
    """
    if name == TODAY:
        return (began.date() + timedelta(days=later)).isoformat()
    return (began + timedelta(seconds=later)).isoformat(timespec="seconds").replace("+00:00", "Z")


def moments_problem(value: Any) -> str | None:
    """Why a moment in the texts of a value cannot be, in words; None if all can."""
    problems: list[str] = []

    def look_up(name: str, later: int) -> str:
        if name in MOMENTS:
            try:
                moment(name, later, _ANY_START)
            except OverflowError:
                problems.append(f"{{{{{name}{later:+d}}}}} is beyond the calendar")
        return ""

    filled(value, look_up)
    return problems[0] if problems else None
