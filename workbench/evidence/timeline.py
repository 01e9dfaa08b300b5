"""When each node worked and waited, as bars for the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHORTEST_WAIT = 0.5


@dataclass(frozen=True)
class Bar:
    """One node's work. `left` and `width` are per cent of the total time without pauses of the run."""

    node: str
    start: float
    seconds: float
    left: float
    width: float
    summary: str
    waited: str = ""


def bars_of(steps: Iterable[dict[str, Any]]) -> list[Bar]:
    """Steps (`node`, `start`, `end` in seconds since the epoch, `summary`) as bars, in order.

    The next node starts when all parallel nodes are done, so each that ended earlier waited for the
    last one.
    """
    ordered = sorted(steps, key=lambda step: (step["start"], step["node"]))
    active: list[tuple[dict[str, Any], float, float]] = []
    clock, until = 0.0, None
    for step in ordered:
        if until is None or step["start"] > until:
            origin = clock
            offset = step["start"] - origin
        start, end = step["start"] - offset, step["end"] - offset
        active.append((step, start, end))
        until = step["end"] if until is None else max(until, step["end"])
        clock = max(clock, end)
    whole = clock or 1.0
    return [
        Bar(
            node=step["node"],
            start=round(start, 1),
            seconds=round(end - start, 1),
            left=round(100 * start / whole, 2),
            width=max(0.3, round(100 * (end - start) / whole, 2)),
            summary=step.get("summary", ""),
            waited=_waited(step, end, active),
        )
        for step, start, end in active
    ]


def _waited(
    step: dict[str, Any], end: float, all_steps: list[tuple[dict[str, Any], float, float]]
) -> str:
    beside = [
        (other_end, other["node"])
        for other, start, other_end in all_steps
        if other is not step and start < end < other_end
    ]
    if not beside:
        return ""
    last, node = max(beside)
    return f"then waited {last - end:.1f} s for {node}" if last - end >= SHORTEST_WAIT else ""
