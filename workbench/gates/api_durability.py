"""api.durability: parallel requests are answered as in some order; acknowledged writes survive SIGKILL.

It proves that writes survive the end of the process; it does not simulate a power cut.
"""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

from workbench.harness import servers
from workbench.harness.entity_client import LoadFailure
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.histories import Histories, NotDecided, has_histories
from workbench.harness.load import Client
from workbench.host.folders import temporary_folder
from workbench.host.ports import owner_of
from workbench.host.process import Finished, signal_process
from workbench.host.threads import in_own_thread
from workbench.plan.actors import can_be_written
from workbench.plan.system import Entity, Storage
from workbench.progress.results import (
    KEPT_OF_LOG,
    Finding,
    GateResult,
    Status,
    judged,
    not_verified,
)
from workbench.reference.data_for_tests import invariants_of

NAME = "api.durability"
CLIENTS = 8
RECORDS_EACH = 12
KILL_AFTER_SECONDS = 0.4
DRAIN_SECONDS = 15.0
UNFINISHED_SECONDS = 0.2
RACE = "WARNING: DATA RACE"

Step = Callable[[GateContext, Path], Awaitable[None]]

RACE_BINARY = "server-race"
# The rule that each step is about.
RULES = {
    "parallel": "api.no_lost_writes",
    "load": "api.no_lost_writes",
    "drain": "api.ends_in_order",
    "kill": "api.survives_kill",
}


async def build_with_race_detector(context: GateContext, binary: Path) -> Finished:
    """Builds the server with the race detector."""
    return await context.go("build", "-race", "-o", str(binary), "./cmd/server")


async def check(context: GateContext) -> GateResult:
    """Load on a server built with -race, then SIGTERM during a request, then SIGKILL during writes."""
    steps = _steps(context)
    if not context.toolchains.cc.ok:
        return not_verified(
            NAME, "the race detector needs a C compiler; run: stackwright doctor --install"
        )
    if not steps:
        reason = "the plan has no entity whose records can be both created and read by their id"
        return GateResult(gate=NAME, status=Status.NOT_APPLICABLE, reason=reason)
    started = time.monotonic()
    binary = context.scratch / RACE_BINARY
    built = await build_with_race_detector(context, binary)
    if not built.ok:
        message = "the server does not build with -race"
        finding = Finding(gate=NAME, message=message, evidence=built.output)
        return judged(NAME, [finding], seconds=time.monotonic() - started)
    findings: list[Finding] = []
    passed: list[str] = []
    undecided: list[str] = []
    for name, step in steps.items():
        try:
            await step(context, binary)
            passed.append(f"durability.{name}")
        except NotDecided as bound:
            undecided.append(str(bound))
        except (LoadFailure, servers.NotServing) as failure:
            findings.append(_finding(name, failure))
    seconds = time.monotonic() - started
    if undecided and not findings:
        return not_verified(NAME, "; ".join(undecided), seconds)
    commands = [context.record(built)]
    return judged(NAME, findings, seconds=seconds, passed_checks=passed, commands=commands)


def _steps(context: GateContext) -> dict[str, Step]:
    """What is tried with this plan, by name; empty if there is nothing to try."""
    steps: dict[str, Step] = {}
    if _in_parallel_rounds(context):
        steps["parallel"] = _parallel
    if _loaded(context):
        steps |= {"load": _load, "drain": _drain}
        if context.plan.storage is Storage.SQLITE:
            steps["kill"] = _kill
    return steps


def _finding(step: str, failure: LoadFailure | servers.NotServing) -> Finding:
    check = f"durability.{step}"
    if isinstance(failure, servers.NotServing):
        log = failure.log[-KEPT_OF_LOG:]
        return Finding(gate=NAME, message=str(failure), rule=RULES[step], check=check, evidence=log)
    return Finding(
        gate=NAME,
        message=failure.message,
        rule="api.no_data_races" if isinstance(failure, _DataRace) else RULES[step],
        check=check,
        expected=failure.expected,
        actual=failure.actual,
        evidence=failure.evidence,
    )


def _loaded(context: GateContext) -> list[Entity]:
    """The entities that clients write under load, those without a rule over several records first."""
    entities = [entity for entity in context.plan.entities if can_be_written(context.plan, entity)]
    return sorted(entities, key=lambda entity: bool(invariants_of(context.plan, entity)))


def _in_parallel_rounds(context: GateContext) -> list[Entity]:
    return [entity for entity in context.plan.entities if has_histories(context.plan, entity)]


@asynccontextmanager
async def _served(context: GateContext, binary: Path, name: str) -> AsyncIterator[servers.Served]:
    """A server on a fresh database; what fails on it quotes its log. Raises `NotServing`."""
    async with (
        temporary_folder(name) as data,
        servers.server_environment(context.plan) as environment,
        servers.server_at(context, binary, data, environment) as served,
    ):
        try:
            yield served
        except LoadFailure as failure:
            log = await asyncio.to_thread(served.process.output)
            failure.evidence += servers.errors_in(log)
            raise


async def _parallel(context: GateContext, binary: Path) -> None:
    """Parallel requests for one value and to one record are answered as one after the other."""
    for entity in _in_parallel_rounds(context):
        async with _served(context, binary, "parallel") as server:
            histories = Histories(context.plan, entity, server.url, server.database)
            await in_own_thread(histories.run)
            log = await asyncio.to_thread(server.process.output)
        _check_races(log)


async def _load(context: GateContext, binary: Path) -> None:
    """Clients create, change and read in parallel; each record exists once, as last written.

    Each entity has a server of its own: two entities may refer to the same unique record.
    """
    for entity in _loaded(context):
        async with _served(context, binary, "load") as server:
            client = Client(context.plan, entity, server.url)
            await asyncio.to_thread(client.prepare)
            await in_own_thread(_in_parallel, client)
            await asyncio.to_thread(client.check_all, CLIENTS * RECORDS_EACH)
            log = await asyncio.to_thread(server.process.output)
        _check_races(log)


class _DataRace(LoadFailure):
    """The race detector reported memory that is read and written at the same time."""


def _check_races(log: str) -> None:
    if RACE in log:
        start = log.index(RACE)
        raise _DataRace("a data race under load", "no race", "a race", log[start : start + 3000])


def _in_parallel(client: Client) -> None:
    with ThreadPoolExecutor(CLIENTS) as pool:
        jobs = [
            pool.submit(client.create_and_change, range(n * RECORDS_EACH, (n + 1) * RECORDS_EACH))
            for n in range(CLIENTS)
        ]
        for job in jobs:
            job.result()


async def _kill(context: GateContext, binary: Path) -> None:
    """SIGKILL during writes; after a restart every acknowledged write is there."""
    entity = _loaded(context)[0]
    async with (
        temporary_folder("kill") as data,
        servers.server_environment(context.plan) as environment,
    ):
        async with servers.server_at(context, context.binary, data, environment) as server:
            client = Client(context.plan, entity, server.url)
            await asyncio.to_thread(client.prepare)
            stop = threading.Event()
            writing = [
                asyncio.create_task(in_own_thread(client.write_until, stop, n * 10_000))
                for n in range(CLIENTS // 2)
            ]
            await asyncio.sleep(KILL_AFTER_SECONDS)
            pid = await asyncio.to_thread(owner_of, server.port, server.process.pid)
            assert pid is not None
            signal_process(pid, signal.SIGKILL)
            stop.set()
            await asyncio.gather(*writing)
        if not client.acknowledged:
            raise LoadFailure("no write was acknowledged before the kill", "some writes", "none")
        async with servers.server_at(context, context.binary, data, environment) as restarted:
            client.url = restarted.url
            await asyncio.to_thread(client.check_acknowledged)


async def _drain(context: GateContext, binary: Path) -> None:
    """On SIGTERM, in-flight requests finish, then the server exits with 0."""
    entity = _loaded(context)[0]
    async with _served(context, context.binary, "drain") as server:
        client = Client(context.plan, entity, server.url)
        await asyncio.to_thread(client.prepare)
        pid = await asyncio.to_thread(owner_of, server.port, server.process.pid)
        assert pid is not None
        unfinished = await asyncio.to_thread(client.begin_create, 0)
        await asyncio.sleep(UNFINISHED_SECONDS)  # the server has the first half of the body now
        signal_process(pid, signal.SIGTERM)
        await asyncio.sleep(UNFINISHED_SECONDS)
        response = await asyncio.to_thread(unfinished.finish)
        finished = await asyncio.to_thread(server.process.wait, DRAIN_SECONDS)
    if not response.startswith("HTTP/1.1 2"):
        raise LoadFailure(
            "SIGTERM cuts off an in-flight request", "its response", response[:300] or "nothing"
        )
    if finished.timed_out:
        raise LoadFailure(
            "the server does not exit on SIGTERM", f"an exit within {DRAIN_SECONDS:g} s", "none"
        )
    if finished.exit_code != 0:
        log = finished.output[-2000:]
        raise LoadFailure(
            "the server does not exit cleanly on SIGTERM",
            "exit code 0",
            f"{finished.exit_code}",
            log,
        )


GATE = Gate(
    name=NAME,
    stage=Stage.STRESS,
    check=check,
    proves="parallel requests for one unique value, to one record and under each rule get responses that some order of these requests explains; eight parallel clients see no lost writes and no data races; acknowledged writes survive SIGKILL; on SIGTERM, in-flight requests finish, then the server exits with 0",
    rules=(
        "api.no_lost_writes",
        "api.no_data_races",
        "api.survives_kill",
        "backend.sqlite",
        "api.ends_in_order",
    ),
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
