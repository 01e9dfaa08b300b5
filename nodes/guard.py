"""Wraps every node: start and end are told and timed, and a known failure becomes `state.stop`.

A coder's uncaught exception would cancel its sibling and keep `finish` from running, so model,
environment and input errors end here. Anything else is our own fault and goes on up.
"""

from __future__ import annotations

import asyncio
import functools
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from graph.state import BuildState, Step, Stop
from nodes.clock import seconds_left
from nodes.emit import emit
from nodes.errors import BadRequest, EnvironmentMissing
from nodes.summary import summary_of
from workbench.evidence.events import NodeFinished, NodeStarted
from workbench.host.folders import data_folders
from workbench.host.process import CommandFailed
from workbench.host.sandbox.containment import SandboxMissing
from workbench.llm.budget import BudgetReached
from workbench.llm.errors import ModelFailed, NotRecorded
from workbench.llm.recording import BrokenRecording
from workbench.llm.registry import UnknownModel
from workbench.planning.acceptance import ImpossiblePlan
from workbench.runs.delivery import OccupiedFolder
from workbench.runs.records import RunStore

Update = dict[str, Any]


class Node(Protocol):
    """An async function from the state to an update of it."""

    __name__: str

    def __call__(self, state: BuildState) -> Awaitable[Update]: ...


def guarded(name: str, *, always: bool = False) -> Callable[[Node], Node]:
    """A node that does nothing once the run has a reason to stop, unless `always`."""

    def decorate(node: Node) -> Node:
        @functools.wraps(node)
        async def run(state: BuildState) -> Update:
            if state.get("stop") is not None and not always:
                return {}
            emit(NodeStarted(node=name))
            start = time.time()
            try:
                update = await _within(None if always else seconds_left(state), node, state)
            except asyncio.CancelledError:
                await asyncio.shield(asyncio.to_thread(_interrupted, state))
                raise
            if name == "finish" and update.get("stop") is not None:
                update["result"] = {"error": dict(update["stop"])}
            end, summary = time.time(), summary_of(name, update)
            step = Step(node=name, start=start, end=end, summary=summary)
            emit(NodeFinished(node=name, seconds=round(end - start, 3), summary=summary))
            return {**update, "timeline": [step]}

        return run

    return decorate


async def _within(left: float | None, node: Node, state: BuildState) -> Update:
    """The node's update, or the reason to stop; cancelled when the time budget runs out."""
    try:
        async with asyncio.timeout(left) as limit:
            return await node(state)
    except TimeoutError:
        if not limit.expired():
            raise
        seconds = state["settings"]["budget_seconds"]
        over = BudgetReached("--budget-seconds", f"{seconds:g} s", f"{seconds:g} s")
        return _stopped("budget", over, 1)
    except BudgetReached as error:
        return _stopped("budget", error, 1)
    except (
        BadRequest, ImpossiblePlan, OccupiedFolder, UnknownModel, NotRecorded, BrokenRecording
    ) as error:  # fmt: skip
        return _stopped("input", error, 2)
    except (EnvironmentMissing, SandboxMissing, CommandFailed, ModelFailed) as error:
        return _stopped("environment", error, 3)


def _interrupted(state: BuildState) -> None:
    """A server that cancels a run tells nobody but its nodes."""
    if state.get("run"):
        RunStore(data_folders().runs).update(state["run"]["id"], state="interrupted")


def _stopped(kind: str, error: Exception, exit_code: int) -> Update:
    return {"stop": Stop(kind=kind, message=str(error), exit_code=exit_code)}
