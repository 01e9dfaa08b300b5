"""A cancelled run says so in its record: a server that cancels one informs only the nodes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from graph.state import BuildState
from workbench.host.folders import data_folders
from workbench.runs.records import RunStore


async def noting_cancellation(state: BuildState, work: Awaitable[BuildState]) -> BuildState:
    """The node's update; on cancellation the run's record becomes `interrupted` first."""
    try:
        return await work
    except asyncio.CancelledError:
        if state.get("run"):
            await asyncio.shield(asyncio.to_thread(_interrupted, state["run"]["id"]))
        raise


def _interrupted(run: str) -> None:
    RunStore(data_folders().runs).update(run, state="interrupted")
