"""Wraps every node: start and end are told, and a known failure becomes `state.stop`.

A coder's uncaught exception would cancel its sibling and keep `finish` from running, so model,
environment and input errors end here. Anything else is our own fault and goes on up.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from graph.state import BuildState, Stop
from nodes.emit import emit
from nodes.errors import BadRequest, EnvironmentMissing
from workbench.contract.checks import ImpossiblePlan
from workbench.evidence.events import NodeFinished, NodeStarted
from workbench.machine.process import CommandFailed
from workbench.models.calls import ModelFailed
from workbench.models.registry import UnknownModel
from workbench.workspace.delivery import OccupiedFolder

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
            started = time.monotonic()
            try:
                update = await node(state)
            except (BadRequest, ImpossiblePlan, OccupiedFolder, UnknownModel) as error:
                update = {"stop": Stop(kind="input", message=str(error), exit_code=2)}
            except (EnvironmentMissing, CommandFailed, ModelFailed) as error:
                update = {"stop": Stop(kind="environment", message=str(error), exit_code=3)}
            if name == "finish" and update.get("stop") is not None:
                update["result"] = {"error": dict(update["stop"])}
            emit(NodeFinished(node=name, seconds=round(time.monotonic() - started, 3)))
            return update

        return run

    return decorate
