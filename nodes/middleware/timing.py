"""Events at a node's start and end, and its entry in the run's timeline."""

from __future__ import annotations

import time
from collections.abc import Awaitable

from langgraph.errors import GraphBubbleUp

from graph.state import BuildState, NodeTiming
from nodes.emit import emit
from nodes.middleware.summary import summary_of
from workbench.errors import StackwrightError
from workbench.evidence.events import NodeFinished, NodeStarted


class NodeFailed(StackwrightError):
    """A node raised; `timing` is its entry for the timeline, `__cause__` the exception.

    Raised for the graph's error handler, which turns it into the run's reason to stop.
    """

    def __init__(self, timing: NodeTiming) -> None:
        self.timing = timing
        super().__init__(f"{timing['node']}: {timing['summary']}")


async def timed(name: str, work: Awaitable[BuildState]) -> BuildState:
    """The node's update with its timeline entry. Raises `NodeFailed` for any exception of the node."""
    emit(NodeStarted(node=name))
    start = time.time()
    try:
        update = await work
    except GraphBubbleUp:
        raise  # an interrupt, with which the node waits for a person
    except Exception as error:
        raise NodeFailed(_finished(name, start, f"stopped: {error}")) from error
    timing = _finished(name, start, summary_of(name, update))
    return BuildState(**{**update, "timeline": [timing]})


def _finished(name: str, start: float, summary: str) -> NodeTiming:
    end = time.time()
    emit(NodeFinished(node=name, seconds=round(end - start, 3), summary=summary))
    return NodeTiming(node=name, start=start, end=end, summary=summary)
