"""Runs gates stage by stage, cheap ones first and in parallel; a stage reports all its findings."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence

from workbench.harness.gate import Gate, Stage, turns
from workbench.harness.gate_context import GateContext
from workbench.harness.result_cache import cached
from workbench.harness.seal import Seal, broken
from workbench.host.faults import host_fault
from workbench.host.removal import remove_tree
from workbench.progress.results import Finding, GateResult, Status, not_verified
from workbench.rulebook.citing import rule_of

TRACE_CHARACTERS = 4_000

GateListener = Callable[[str, GateResult | None], None]
GateRunner = Callable[[GateContext, Gate, GateListener], Awaitable[GateResult]]


async def run_stages(
    context: GateContext,
    gates: Sequence[Gate],
    stages: Sequence[Stage],
    run: GateRunner,
    listen: GateListener,
) -> list[GateResult]:
    """The results of every stage up to and including the first with a red or open gate.

    `run` runs one gate (`run_gate`, or a fake of it).

    `listen` gets a gate's name with None when it starts, and with its result when it ends.
    """
    results: list[GateResult] = []
    for stage in stages:
        for together in turns(gates, stage):
            results += await asyncio.gather(*(run(context, gate, listen) for gate in together))
        if any(result.is_red or result.is_open for result in results):
            break
    return results


async def run_gate(context: GateContext, gate: Gate, listen: GateListener) -> GateResult:
    """One gate's result: from the cache if possible; a red result is measured again.

    A gate that needs a product which there is not is *not verified*, and does not run. So is one that
    raises: for what the operating system refused with the reason, else with the trace of a defect of
    the gate. None of these is ever a fault of the system.
    """
    listen(gate.name, None)
    started = time.monotonic()
    try:
        lacking = await asyncio.to_thread(context.lacks, gate.needs)
        result = not_verified(gate.name, lacking) if lacking else await _measured(context, gate)
    except Exception as error:  # noqa: BLE001 (reported with its traceback as the gate's result)
        reason = str(host_fault(error) or "") or _defect(error)
        result = not_verified(gate.name, reason, time.monotonic() - started)
    if gate.lists_checks and result.status is Status.PASSED and not result.passed_checks:
        result = not_verified(gate.name, "the gate checked nothing", result.seconds)
    if result.findings:
        result = result.citing(lambda check: rule_of(check, gate.rules, context.plan))
        result = result.attributed(gate.component)
    listen(gate.name, result)
    return result


def _defect(error: Exception) -> str:
    trace = "".join(traceback.format_exception(error))[-TRACE_CHARACTERS:]
    return f"internal error in the gate: {error!r}\n{trace}"


async def _measured(context: GateContext, gate: Gate) -> GateResult:
    """The gate's result; a change to the files under judgement while it ran is a finding."""
    seal = await asyncio.to_thread(Seal, context, gate.builds)

    async def measure() -> GateResult:
        result = await gate.check(context)
        changes = await asyncio.to_thread(seal.changes, with_packages=gate.runs_the_system)
        if not changes:
            return result
        await asyncio.to_thread(seal.discard, changes)
        return broken(result, changes)

    if not gate.runs_the_system:
        return await measure()
    result = await cached(context, gate, seal.digest, measure)
    if not result.is_red:
        return result
    changed = await asyncio.to_thread(seal.changes)
    if changed:
        return result
    return await _repeated(gate, result, measure)


async def clear_scratch(context: GateContext) -> None:
    """Removes the products of an earlier tree's gates, so that nothing stale is judged."""
    await asyncio.to_thread(remove_tree, context.scratch)
    await asyncio.to_thread(context.scratch.mkdir, parents=True)


def with_unreached(results: list[GateResult], names: Sequence[str]) -> list[GateResult]:
    """Every gate of `names`: those that were not reached are not verified, with the reason."""
    by_name = {result.gate: result for result in results}
    stopped = [result.gate for result in results if result.is_red or result.is_open]
    reason = f"not reached: {', '.join(stopped)} came first" if stopped else "not reached"
    listed = [by_name.get(name, not_verified(name, reason)) for name in names]
    return [result for result in results if result.gate not in names] + listed


def all_green(results: list[GateResult], names: Sequence[str]) -> bool:
    """True when every gate of `names` passed or does not apply, and no other is red or open."""
    ok = (Status.PASSED, Status.NOT_APPLICABLE)
    green = {result.gate for result in results if result.status in ok}
    return green >= set(names) and all(result.status in ok for result in results)


async def _repeated(
    gate: Gate, first: GateResult, measure: Callable[[], Awaitable[GateResult]]
) -> GateResult:
    """Runs a red gate again on the same tree; if it passes now, it runs a third time and is flaky."""
    second = await measure()
    if second.status is not Status.PASSED:
        return first
    third = await measure()
    outcomes = "failed, passed, " + ("passed" if third.status is Status.PASSED else "failed")
    flaky = Finding(
        gate=gate.name,
        message=f"flaky: on the same files it {outcomes}",
        expected="the same outcome each time",
        actual=outcomes,
    )
    seconds = first.seconds + second.seconds + third.seconds
    return first.model_copy(update={"findings": (flaky, *first.findings), "seconds": seconds})
