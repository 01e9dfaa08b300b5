"""A node as LangGraph calls it: the node's own work with everything that surrounds it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from graph.services import Services
from graph.state import BuildState
from nodes.middleware.cancellation import noting_cancellation
from nodes.middleware.time_budget import within_budget
from nodes.middleware.timing import timed


class Body(Protocol):
    """A node's own work."""

    __name__: str

    def __call__(self, state: BuildState, services: Services) -> Awaitable[BuildState]: ...


class Node(Protocol):
    """What LangGraph calls."""

    __name__: str

    async def __call__(self, state: BuildState) -> BuildState: ...


def composed(name: str, body: Body, services: Services, *, in_budget: bool = True) -> Node:
    """The node: noted in events, timeline and time budget, cancellation recorded.

    `finish` is not bound by the time budget (`in_budget`): it reports what the budget allowed.
    """

    async def node(state: BuildState) -> BuildState:
        work = body(state, services)
        bound = within_budget(state, work) if in_budget else work
        return await noting_cancellation(state, timed(name, bound))

    node.__name__ = name
    node.__doc__ = body.__doc__
    return node
