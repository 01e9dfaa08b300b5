"""A signal to a run at one moment of one node, and the real child that works there meanwhile."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from nodes.middleware import timing
from tests.support.services import FakeGates, FakeHost
from workbench.evidence.audits import Audit
from workbench.evidence.events import NodeFinished, NodeStarted
from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import GateListener
from workbench.host.dependency_sync import SyncOutcome
from workbench.host.ports import is_free
from workbench.host.process import Command, running
from workbench.host.sandbox.containment import Containment, SandboxMode
from workbench.host.sandbox.policy import Network
from workbench.progress.results import GateResult

Moment = Literal["begins", "works", "ends"]
MOMENTS: tuple[Moment, ...] = get_args(Moment)
_NODE: ContextVar[str] = ContextVar("_NODE", default="")


@dataclass(frozen=True)
class Case:
    """Which signal, at which node, and when."""

    node: str
    moment: Moment
    number: signal.Signals

    @property
    def name(self) -> str:
        return f"{self.number.name} as {self.node} {self.moment}"


class Trigger:
    """Sends this process the signal once, when its case has come."""

    def __init__(self, case: Case | None, containment: Containment, port: int) -> None:
        self._case = case
        self._containment = containment
        self._port = port
        self._sent = False

    def come(self, moment: Moment) -> None:
        """Now is that moment of the current node."""
        case, node = self._case, _NODE.get()
        if case is None or self._sent or case.node != node:
            return
        if moment == case.moment or (moment == "ends" and case.moment == "works"):
            self._sent = True
            os.kill(os.getpid(), case.number)

    @asynccontextmanager
    async def with_child(self) -> AsyncIterator[None]:
        """The node works, and where its case has come, a child of ours with it."""
        case = self._case
        if case is None or case.moment != "works" or case.node != _NODE.get() or self._sent:
            yield
            return
        listen = f"import socket, time; s = socket.create_server(('127.0.0.1', {self._port})); time.sleep(600)"
        script = (
            f'{sys.executable} -c "{listen}" & sleep 600.{self._port} & exec sleep 600.{self._port}'
        )
        sandbox = self._containment.sandbox(network=Network(serves=(self._port,)))
        async with running(Command(("sh", "-c", script), Path("/"), sandbox=sandbox)):
            while await asyncio.to_thread(is_free, self._port):
                await asyncio.sleep(0.02)
            self.come("works")
            await asyncio.sleep(60)
            yield


class ChildHost(FakeHost):
    """A host on which each tool is a child that the trigger starts."""

    def __init__(self, trigger: Trigger) -> None:
        super().__init__()
        self._trigger = trigger

    async def typescript_schema(self, openapi: str) -> str:
        async with self._trigger.with_child():
            return await super().typescript_schema(openapi)

    async def sync_dependencies(
        self, folder: Path, base: Mapping[str, str], mode: SandboxMode
    ) -> SyncOutcome:
        async with self._trigger.with_child():
            return await super().sync_dependencies(folder, base, mode)

    async def warm_up(self, base: Mapping[str, str], mode: SandboxMode, *, sqlite: bool) -> None:
        async with self._trigger.with_child():
            await super().warm_up(base, mode, sqlite=sqlite)

    async def audits(self, folder: Path, mode: SandboxMode) -> tuple[Audit, ...]:
        async with self._trigger.with_child():
            return await super().audits(folder, mode)


class ChildGates(FakeGates):
    """Gates that run a child; the first version is red, so that the debugger has work."""

    def __init__(self, trigger: Trigger) -> None:
        super().__init__({"backend.tests": ["a test fails"]}, {})
        self._trigger = trigger

    async def run(self, context: GateContext, gate: Gate, listen: GateListener) -> GateResult:
        async with self._trigger.with_child():
            return await super().run(context, gate, listen)


# Nodes that ask the host for nothing: their work is in threads.
IN_THREADS = (
    "prepare",
    "planner",
    "approval",
    "backend_coder",
    "frontend_coder",
    "judge",
    "debugger",
)


def watch_nodes(trigger: Trigger) -> None:
    """Tells the trigger of each node's moments, in the node's own task."""
    emit, to_thread = vars(timing)["emit"], asyncio.to_thread

    def telling(event: Any) -> None:
        if isinstance(event, NodeStarted):
            _NODE.set(event.node)
        emit(event)
        if isinstance(event, NodeStarted):
            trigger.come("begins")
        if isinstance(event, NodeFinished):
            trigger.come("ends")

    async def in_thread(*arguments: Any, **named: Any) -> Any:
        if _NODE.get() in IN_THREADS:
            trigger.come("works")
        return await to_thread(*arguments, **named)

    timing.__dict__["emit"] = telling  # the name under which the middleware calls it
    asyncio.to_thread = in_thread
