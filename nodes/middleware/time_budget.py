"""How long a run has worked, and the end of a node at the run's time budget.

Time in which no node worked, such as the night before a resume, does not count.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence

from graph.state import BuildState, NodeTiming
from nodes.resources import settings_of
from workbench.errors import BudgetReached


def active_seconds(timings: Sequence[NodeTiming]) -> float:
    """Seconds in which at least one node worked."""
    total, until = 0.0, 0.0
    for timing in sorted(timings, key=lambda item: item["start"]):
        total += max(0.0, timing["end"] - max(timing["start"], until))
        until = max(until, timing["end"])
    return total


async def within_budget(state: BuildState, work: Awaitable[BuildState]) -> BuildState:
    """The node's update. Raises `BudgetReached` when the run's seconds are used up before it ends."""
    settings = state.get("settings")
    budget = settings_of(state).budget_seconds if settings else None
    left = None
    if budget is not None:
        left = max(0.0, budget - active_seconds(state.get("timeline", [])))
    try:
        async with asyncio.timeout(left) as limit:
            return await work
    except TimeoutError as error:
        if not limit.expired():
            raise
        raise BudgetReached.at("--budget-seconds", f"{budget:g} s", f"{budget:g} s") from error
