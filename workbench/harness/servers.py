"""Starts the built server and page on free ports, and proves that the answers are theirs."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests

from workbench.errors import MeasurementError
from workbench.harness.gate_context import GateContext
from workbench.harness.http_client import plain_session
from workbench.harness.stand_ins import StandIn, standing_in
from workbench.host.folders import temporary_folder
from workbench.host.ports import free_port, is_owned_by
from workbench.host.process import Command, Running, running
from workbench.host.sandbox.policy import Network
from workbench.plan.system import SystemPlan

READY_SECONDS = 20.0
POLL_SECONDS = 0.01
STARTS = 5
SEED = "1"
# How Go and Node say that another process took the port between looking and listening.
PORT_TAKEN = re.compile(r"address already in use|EADDRINUSE|port \d+ is (?:already )?in use", re.I)


class NotServing(MeasurementError):
    """A process of the generated system did not answer in time; `log` is what it printed."""

    def __init__(self, what: str, log: str) -> None:
        self.what = what
        self.log = log
        super().__init__(f"the {what} did not answer within {READY_SECONDS:g} s")


@dataclass(frozen=True)
class Served:
    """A process that answers."""

    url: str
    port: int
    process: Running


@asynccontextmanager
async def api(context: GateContext, *, with_page: bool = False) -> AsyncIterator[Served]:
    """The server on a fresh database; it hands out the built page too if asked to.

    Raises `NotServing`.
    """
    page = {"STATIC_DIR": str(context.bundle)} if with_page else {}
    async with (
        temporary_folder("data") as data,
        surroundings(context.plan) as around,
        server_at(context, context.binary, data, around, page) as served,
    ):
        yield served


@dataclass(frozen=True)
class Surroundings:
    """What a server under test is told by its environment, beside its port and its data."""

    variables: dict[str, str]
    stand_ins: Mapping[str, StandIn]

    @property
    def ports(self) -> tuple[int, ...]:
        """Where the stand-ins answer: the only ports of the host that a server may reach."""
        found = (urlsplit(stand_in.url).port for stand_in in self.stand_ins.values())
        return tuple(port for port in found if port is not None)


@asynccontextmanager
async def surroundings(plan: SystemPlan) -> AsyncIterator[Surroundings]:
    """The seed of chance, and stand-ins for the services that the system calls."""
    seed = {plan.random_seed_env: SEED} if plan.random_seed_env else {}
    async with AsyncExitStack() as stack:
        stand_ins: Mapping[str, StandIn] = {}
        if plan.integrations:
            standing = standing_in(plan)
            stand_ins = await asyncio.to_thread(standing.__enter__)
            stack.push_async_callback(asyncio.to_thread, standing.__exit__, None, None, None)
        addresses = {
            stand_in.integration.base_url_env: stand_in.url for stand_in in stand_ins.values()
        }
        yield Surroundings(seed | addresses, stand_ins)


@asynccontextmanager
async def server_at(
    context: GateContext,
    binary: Path,
    data: Path,
    around: Surroundings,
    variables: Mapping[str, str] | None = None,
    *,
    writes: Sequence[Path] = (),
) -> AsyncIterator[Served]:
    """A server on the database in a folder, which may hold one already. Raises `NotServing`.

    It sees its binary and the built page, and can write that folder and `writes`.
    """

    def command(port: int) -> Command:
        environment = {
            **around.variables,
            **(variables or {}),
            "PORT": str(port),
            "HOST": "127.0.0.1",
            "DATABASE_PATH": str(data / "app.db"),
        }
        sandbox = context.containment.sandbox(
            writable=(data, *writes),
            readable=(binary, context.bundle),
            network=Network(serves=(port,), reaches=around.ports),
        )
        return Command((str(binary),), data, environment, sandbox=sandbox)

    async with _started("server", "/healthz", command) as served:
        yield served


@asynccontextmanager
async def page(context: GateContext, api_url: str) -> AsyncIterator[Served]:
    """The built page, calling `api_url`. Raises `NotServing`."""
    vite = str(context.node_modules / "vite" / "bin" / "vite.js")

    def command(port: int) -> Command:
        argv = (
            "node", vite, "preview", "--outDir", str(context.bundle),
            "--host", "127.0.0.1", "--port", str(port), "--strictPort",
        )  # fmt: skip
        environment = {**context.toolchains.environment, "API_URL": api_url, "PAGE_PORT": str(port)}
        api_port = urlsplit(api_url).port
        network = Network(serves=(port,), reaches=() if api_port is None else (api_port,))
        sandbox = context.node_sandbox(readable=(context.frontend,), network=network)
        return Command(argv, context.frontend, environment, sandbox=sandbox)

    async with _started("page", "/", command) as served:
        yield served


@asynccontextmanager
async def _started(
    what: str, path: str, command: Callable[[int], Command]
) -> AsyncIterator[Served]:
    """The process on a free port; on another one where somebody else took it meanwhile."""
    async with AsyncExitStack() as stack:
        for left in reversed(range(STARTS)):
            port = free_port()
            attempt = await stack.enter_async_context(AsyncExitStack())
            process = await attempt.enter_async_context(running(command(port)))
            try:
                served = await _ready(process, what, port, path)
            except NotServing as failed:
                if not left or not PORT_TAKEN.search(failed.log):
                    raise
                await attempt.aclose()
                continue
            yield served
            return


async def _ready(process: Running, what: str, port: int, path: str) -> Served:
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.alive:
        if await _listens(port) and await asyncio.to_thread(_answers, url + path):
            if await asyncio.to_thread(is_owned_by, port, process.pid):
                return Served(url, port, process)
        await asyncio.sleep(POLL_SECONDS)
    raise NotServing(what, await asyncio.to_thread(process.output))


async def _listens(port: int) -> bool:
    """Somebody takes connections; a look that costs far less than a request."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True


def _answers(url: str) -> bool:
    try:
        with plain_session() as session:
            return session.get(url, timeout=2).status_code == 200
    except requests.RequestException:
        return False
