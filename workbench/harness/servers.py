"""Starts the built server and frontend on free ports, and checks that they own those ports."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from workbench.errors import MeasurementError
from workbench.harness.gate_context import GateContext
from workbench.harness.http_client import is_served
from workbench.harness.stand_ins import StandIn, run_stand_ins
from workbench.host.folders import temporary_folder
from workbench.host.ports import free_port, is_owned_by
from workbench.host.process import Command, Running, running
from workbench.host.sandbox.policy import Network
from workbench.plan.system import SystemPlan

READY_SECONDS = 20.0
ANSWER_SECONDS = 2.0
POLL_SECONDS = 0.01
STARTS = 5
SEED = "1"
# What a process of the generated system is called in messages.
SERVER, PAGE = "server", "page"
# The name of the database in the folder that a server is given.
DATABASE = "app.db"
# Messages of Go and Node when another process took the port before they listened on it.
PORT_TAKEN = re.compile(r"address already in use|EADDRINUSE|port \d+ is (?:already )?in use", re.I)
# What is quoted of a server's log where a request failed.
ERROR_LINE = re.compile(r"error|panic|fatal", re.I)
MOST_ERROR_LINES, LONGEST_LINE = 5, 400


class NotServing(MeasurementError):
    """A process of the generated system did not respond in time; `log` is its output."""

    def __init__(self, what: str, log: str) -> None:
        self.what = what
        self.log = log
        super().__init__(f"the {what} did not respond within {READY_SECONDS:g} s")


@dataclass(frozen=True)
class Served:
    """A running process that responds at `url`."""

    url: str
    port: int
    process: Running
    database: Path | None = None
    """The file that a server keeps its records in; None for a page."""


def errors_in(log: str) -> str:
    """The last lines of a server's log that tell of an error, as a part of evidence; empty without any."""
    lines = [line[:LONGEST_LINE] for line in log.splitlines() if ERROR_LINE.search(line)]
    told = "\n".join(lines[-MOST_ERROR_LINES:])
    return f"\n\nThe server's log:\n{told}" if told else ""


@asynccontextmanager
async def api(context: GateContext, *, with_page: bool = False) -> AsyncIterator[Served]:
    """The server on a fresh database; with `with_page` it serves the built frontend too.

    Raises `NotServing`.
    """
    page = {"STATIC_DIR": str(context.bundle)} if with_page else {}
    async with (
        temporary_folder("data") as data,
        server_environment(context.plan) as environment,
        server_at(context, context.binary, data, environment, page) as served,
    ):
        yield served


@dataclass(frozen=True)
class ServerEnvironment:
    """The environment of a server under test, apart from its port and its data folder."""

    variables: dict[str, str]
    stand_ins: Mapping[str, StandIn]

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports of the stand-ins: the only ports of the host that a server may reach."""
        ports = (urlsplit(stand_in.url).port for stand_in in self.stand_ins.values())
        return tuple(port for port in ports if port is not None)


@asynccontextmanager
async def server_environment(plan: SystemPlan) -> AsyncIterator[ServerEnvironment]:
    """The random seed, and stand-ins for the services that the system calls."""
    seed = {plan.random_seed_env: SEED} if plan.random_seed_env else {}
    async with AsyncExitStack() as stack:
        stand_ins: Mapping[str, StandIn] = {}
        if plan.integrations:
            standing = run_stand_ins(plan)
            stand_ins = await asyncio.to_thread(standing.__enter__)
            stack.push_async_callback(asyncio.to_thread, standing.__exit__, None, None, None)
        addresses = {
            stand_in.integration.base_url_env: stand_in.url for stand_in in stand_ins.values()
        }
        yield ServerEnvironment(seed | addresses, stand_ins)


@asynccontextmanager
async def server_at(
    context: GateContext,
    binary: Path,
    data: Path,
    environment: ServerEnvironment,
    variables: Mapping[str, str | None] | None = None,
    *,
    writes: Sequence[Path] = (),
    port: int | None = None,
) -> AsyncIterator[Served]:
    """A server on the database in a folder, which may already exist. Raises `NotServing`.

    It can read its binary and the built frontend, and write to that folder and `writes`. It listens
    on `port`, or on a free one.
    """

    def command(port: int) -> Command:
        return server_command(context, binary, data, environment, port, variables, writes)

    async with _started(SERVER, "/healthz", command, port) as served:
        yield replace(served, database=data / DATABASE)


def server_command(
    context: GateContext,
    binary: Path,
    data: Path,
    environment: ServerEnvironment,
    port: int,
    variables: Mapping[str, str | None] | None = None,
    writes: Sequence[Path] = (),
) -> Command:
    """What starts the server; `variables` replace those that it is usually given, None leaves one out."""
    usual = {"PORT": str(port), "HOST": "127.0.0.1", "DATABASE_PATH": str(data / DATABASE)}
    given = {**environment.variables, **usual, **(variables or {})}
    sandbox = context.containment.sandbox(
        writable=(data, *writes),
        readable=(binary, context.bundle),
        network=Network(serves=(port,), reaches=environment.ports),
    )
    set_variables = {name: value for name, value in given.items() if value is not None}
    return Command((str(binary),), data, set_variables, sandbox=sandbox)


@asynccontextmanager
async def page(context: GateContext, api_url: str) -> AsyncIterator[Served]:
    """The built frontend, calling `api_url`. Raises `NotServing`."""
    vite = str(context.node_modules / "vite" / "bin" / "vite.js")

    def command(port: int) -> Command:
        argv = (
            "node",
            vite,
            "preview",
            "--outDir",
            str(context.bundle),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--strictPort",
        )
        environment = {**context.toolchains.environment, "API_URL": api_url, "PAGE_PORT": str(port)}
        api_port = urlsplit(api_url).port
        network = Network(serves=(port,), reaches=() if api_port is None else (api_port,))
        sandbox = context.node_sandbox(readable=(context.frontend,), network=network)
        return Command(argv, context.frontend, environment, sandbox=sandbox)

    async with _started(PAGE, "/", command) as served:
        yield served


@asynccontextmanager
async def _started(
    what: str, path: str, command: Callable[[int], Command], chosen: int | None = None
) -> AsyncIterator[Served]:
    """The process on the chosen port, or on a free one.

    On another free one if a different process took the first meanwhile.
    """
    async with AsyncExitStack() as stack:
        for tries_left in reversed(range(STARTS)):
            port, chosen = chosen or free_port(), None
            attempt = await stack.enter_async_context(AsyncExitStack())
            process = await attempt.enter_async_context(running(command(port)))
            try:
                served = await _ready(process, what, port, path)
            except NotServing as failed:
                if not tries_left or not PORT_TAKEN.search(failed.log):
                    raise
                await attempt.aclose()
                continue
            yield served
            return


async def _ready(process: Running, what: str, port: int, path: str) -> Served:
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.alive:
        if await _listens(port) and await asyncio.to_thread(is_served, url + path, ANSWER_SECONDS):
            if await asyncio.to_thread(is_owned_by, port, process.pid):
                return Served(url, port, process)
        await asyncio.sleep(POLL_SECONDS)
    raise NotServing(what, await asyncio.to_thread(process.output))


async def _listens(port: int) -> bool:
    """True if the port accepts connections; this costs far less than a request."""
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
