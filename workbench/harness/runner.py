"""Runs gates stage by stage: cheap ones first and side by side, every finding of a stage reported."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence

from workbench.harness.gate import Gate, Stage, turns
from workbench.harness.gate_context import GateContext
from workbench.harness.result_cache import cached
from workbench.harness.seal import Seal, broken
from workbench.progress.results import Finding, GateResult, Status, not_verified

GateListener = Callable[[str, GateResult | None], None]


async def run_stages(
    context: GateContext, gates: Sequence[Gate], stages: Sequence[Stage], listen: GateListener
) -> list[GateResult]:
    """The results of every stage up to and including the first with a red or open gate.

    `listen` gets a gate's name with None when it starts, and with its result when it ends. Where
    the files under judgement changed while gates ran, those gates are red and no other follows:
    it would judge another system.
    """
    results: list[GateResult] = []
    seal = await asyncio.to_thread(Seal, context)
    for stage in stages:
        for together in turns(gates, stage):
            building = [name for gate in together for name in gate.builds]
            seal.remove_products(building)
            results += await asyncio.gather(
                *(_run_gate(context, gate, seal, listen) for gate in together)
            )
            if await asyncio.to_thread(seal.changes):
                return results
            await asyncio.to_thread(seal.add_products, building)
        if any(result.is_red or result.is_open for result in results):
            break
    return results


async def _run_gate(
    context: GateContext, gate: Gate, seal: Seal, listen: GateListener
) -> GateResult:
    """One gate's result: from the cache where it may be, repeated where it is red."""

    async def measure() -> GateResult:
        result = await gate.check(context)
        changes = await asyncio.to_thread(seal.changes, with_packages=gate.runs_the_system)
        return broken(result, changes) if changes else result

    listen(gate.name, None)
    if gate.runs_the_system:
        result = await cached(context, gate, seal.digest, measure)
        if result.is_red and not await asyncio.to_thread(seal.changes):
            result = await _repeated(gate, result, measure)
    else:
        result = await measure()
    listen(gate.name, result)
    return result


async def clear_scratch(context: GateContext) -> None:
    """Removes what an earlier tree's gates left, so that nothing stale can be judged."""
    await asyncio.to_thread(shutil.rmtree, context.scratch, ignore_errors=True)
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
    """A red gate once more on the same tree; where it passes now, a third run, and it is flaky."""
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
