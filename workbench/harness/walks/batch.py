"""The walks of one gate: each on a server and a database of its own; what differs is shortened."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

from workbench.harness import servers
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner
from workbench.harness.requests_as_text.curl import curl_commands
from workbench.harness.walks.choosing import Chooser
from workbench.harness.walks.shrinking import Replay, Reproduction, shrunk
from workbench.harness.walks.side_by_side import SideBySide
from workbench.harness.walks.simplifying import operation_of
from workbench.harness.walks.values import walked_entities
from workbench.plan.steps import HttpStep
from workbench.plan.system import Entity
from workbench.progress.results import (
    KEPT_OF_LOG,
    Finding,
    GateResult,
    Status,
    judged,
)
from workbench.reference.execution.machine import Reference

# The seed is fixed, so that a walk is the same again.
# Requests of one walk.
STEPS = 80
# Maximum number of walks of one entity.
ROUNDS = 4
# Walks that run at once.
PARALLEL = 2
# Time after which no more walks are begun.
SECONDS = 5.0
# Minimum number of walks, however long they take; every entity has one of its own besides.
LEAST = 4
# Attempts to choose a request that can be sent, for each request that is sent.
TRIES = 4
# Maximum number of differences, each of another operation, that are shortened.
MOST_FINDINGS = 3


async def run_walks(context: GateContext, gate: str) -> GateResult:
    """The walks of every entity, as the result of `gate`."""
    entities = walked_entities(context.plan)
    if not entities:
        reason = "the plan has no operation that is bound to a record"
        return GateResult(gate=gate, status=Status.NOT_APPLICABLE, reason=reason)
    started = time.monotonic()
    try:
        found = await walked(context, entities, started + SECONDS)
        findings = await _findings(context, gate, found)
    except servers.NotServing as failed:
        message = f"the {failed.what} did not start"
        findings, found = (
            [Finding(gate=gate, message=message, evidence=failed.log[-KEPT_OF_LOG:])],
            {},
        )
    red = {name for name, reproductions in found.items() if reproductions}
    return judged(
        gate,
        findings,
        seconds=time.monotonic() - started,
        passed_checks=[_check(entity) for entity in entities if entity.name in found.keys() - red],
    )


async def walked(
    context: GateContext, entities: Sequence[Entity], deadline: float
) -> dict[str, list[Reproduction]]:
    """By entity, the walks that came to a difference. Raises `NotServing`."""
    slots = asyncio.Semaphore(PARALLEL)
    reference = Reference(context.plan, with_words=True)
    found: dict[str, list[Reproduction]] = {entity.name: [] for entity in entities}

    async def walk(entity: Entity, number: int) -> None:
        async with slots:
            is_late = number * len(entities) >= LEAST and time.monotonic() > deadline
            if number and (found[entity.name] or is_late):
                return
            chooser = Chooser(context.plan, entity, f"{context.plan.name}/{entity.name}/{number}")
            side = await _on_a_server(context, reference, lambda side: wander(chooser, side))
            reproduction = _reproduction(side)
            if reproduction is not None:
                found[entity.name].append(reproduction)

    await asyncio.gather(*(walk(entity, n) for n in range(ROUNDS) for entity in entities))
    return found


def wander(chooser: Chooser, side: SideBySide, steps: int = STEPS) -> None:
    """Takes one request after the other until one differs or there were enough. Does blocking I/O."""
    for step in (*chooser.accounts(), *chooser.seeded()):
        if not side.is_over:
            side.take(step)
    for _ in range(steps * TRIES):
        if side.is_over or len(side.sent) >= steps:
            return
        chosen = chooser.step(side.worlds[0])
        if chosen is not None:
            side.take(chosen)


def replay_on(side: SideBySide, steps: Sequence[HttpStep]) -> None:
    """Takes these requests as far as they can be taken, up to one that differs. Does blocking I/O."""
    for step in steps:
        if side.is_over:
            return
        side.take(step)


async def _on_a_server(
    context: GateContext, reference: Reference, walk: Callable[[SideBySide], None]
) -> SideBySide:
    """A walk on an empty database. Raises `NotServing`."""
    async with servers.api(context) as served:
        side = SideBySide(reference, HttpRunner(served.url))
        await asyncio.to_thread(walk, side)
        return side


def _reproduction(side: SideBySide) -> Reproduction | None:
    if side.difference is None:
        return None
    return Reproduction(tuple(side.sent), side.difference, dict(side.runner.captured))


async def _findings(
    context: GateContext, gate: str, found: Mapping[str, Sequence[Reproduction]]
) -> list[Finding]:
    """One for each operation that differs; the first walk that came to it is shortened."""
    reference = Reference(context.plan, with_words=True)

    async def replay(steps: Sequence[HttpStep]) -> Reproduction | None:
        side = await _on_a_server(context, reference, lambda side: replay_on(side, steps))
        return _reproduction(side)

    by_operation: dict[str, list[tuple[str, Reproduction]]] = {}
    for entity, reproductions in found.items():
        for reproduction in reproductions:
            key = operation_of(reproduction.difference.step)
            by_operation.setdefault(key, []).append((entity, reproduction))
    return [
        await _finding(context, gate, its[0][0], its[0][1], replay, len(its))
        for its in [*by_operation.values()][:MOST_FINDINGS]
    ]


async def _finding(
    context: GateContext, gate: str, name: str, first: Reproduction, replay: Replay, count: int
) -> Finding:
    entity = context.plan.entity(name)
    shortest = await shrunk(first, replay)
    difference = shortest.difference
    often = "" if count == 1 else f" ({count} walks came to it)"
    return Finding(
        gate=gate,
        message=f"after {len(shortest.steps) - 1} requests {difference.request} differs from the "
        f"plan{often}",
        check=_check(entity),
        entity=name,
        expected=difference.expected,
        actual=difference.actual,
        evidence=evidence_of(shortest),
    )


def evidence_of(found: Reproduction) -> str:
    """The requests as commands, then the last of them as it went over the wire."""
    commands = curl_commands(found.steps, found.captured)
    difference = found.difference
    return (
        f"# On an empty database, with the server's address in $API:\n{commands}\n"
        f"# The plan predicts: {difference.expected}\n# What came: {difference.actual}\n\n"
        f"{difference.evidence}"
    )


def _check(entity: Entity) -> str:
    return f"walk:{entity.plural}"
