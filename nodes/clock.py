"""How long a run has worked: time that no node used, such as the night before a resume, is left out."""

from __future__ import annotations

from collections.abc import Sequence

from graph.state import BuildState, Step


def active_seconds(steps: Sequence[Step]) -> float:
    """Seconds in which at least one node worked."""
    total, until = 0.0, 0.0
    for step in sorted(steps, key=lambda item: item["start"]):
        total += max(0.0, step["end"] - max(step["start"], until))
        until = max(until, step["end"])
    return total


def seconds_left(state: BuildState) -> float | None:
    """What the time budget leaves for the next node; None without a budget."""
    settings = state.get("settings")
    if settings is None or settings["budget_seconds"] is None:
        return None
    return max(0.0, settings["budget_seconds"] - active_seconds(state.get("timeline", [])))
