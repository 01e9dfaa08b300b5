"""Runs every gate on one system, whatever the others say, with the runner of a build."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from stackwright.verification import prepared_context
from workbench.evidence.verdict import reach_verdict
from workbench.gates.registry import BUILDS, GATE_NAMES, GATES
from workbench.harness.gate import Gate, Stage, turns
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import run_gate
from workbench.progress.results import GateResult, Status, not_verified

# What decides these gates is one component alone: if it is unchanged, so is their outcome.
OF_ONE_COMPONENT = {
    gate.name: f"{gate.component}/" for gate in GATES if gate.component and gate.name not in BUILDS
}
BY_NAME = {gate.name: gate for gate in GATES}
IN_ORDER = tuple(together for stage in Stage for together in turns(GATES, stage))
Assessment = dict[str, GateResult]


async def judge(
    folder: Path,
    known: Mapping[str, GateResult],
    changed: set[str],
    rejected_by: Sequence[str] = (),
) -> Assessment:
    """Every gate's result; those of an unchanged component are taken from the system it was made from.

    What these gates rejected before is asked of them first, one by one: one red gate is a
    rejection, whatever the others say. Only if none of them is red are all gates run.
    """
    async with prepared_context(folder) as prepared:
        for gate in rejected_by:
            results = await _run(prepared.context, _with_needed(gate), known, changed)
            if any(result.is_red for result in results.values()):
                break
        else:
            results = await _run(prepared.context, GATE_NAMES, known, changed)
        verdict = reach_verdict(
            prepared.context.plan,
            list(results.values()),
            prepared.context.toolchains,
            outcome="verified",
            request="",
            model="",
            storage_reason="",
            files={},
        )
    results["verdict"] = GateResult(
        gate="verdict", status=Status.PASSED if verdict.verified else Status.FAILED
    )
    return results


async def judge_components(folder: Path) -> Assessment:
    """The results of the gates that one component decides, for the systems that are made of this one."""
    async with prepared_context(folder) as prepared:
        return await _run(prepared.context, {*BUILDS, *OF_ONE_COMPONENT}, {}, set())


async def _run(
    context: GateContext, gates: Collection[str], known: Mapping[str, GateResult], changed: set[str]
) -> Assessment:
    """These gates in the usual order."""
    results: Assessment = {}
    for together in IN_ORDER:
        chosen = [gate for gate in together if gate.name in gates]
        found = await asyncio.gather(
            *(_one(gate, context, results, known, changed) for gate in chosen)
        )
        results |= {result.gate: result for result in found}
    return results


def _with_needed(gate: str) -> set[str]:
    """The gate and what it cannot do without."""
    return {gate}.union(*(_with_needed(needed) for needed in BY_NAME[gate].needs))


async def _one(
    gate: Gate,
    context: GateContext,
    before: Assessment,
    known: Mapping[str, GateResult],
    changed: set[str],
) -> GateResult:
    name = gate.name
    component = OF_ONE_COMPONENT.get(name)
    if component and name in known and not any(path.startswith(component) for path in changed):
        return known[name]
    if any(before[build].is_red for build in BUILDS if build in gate.needs):
        return not_verified(name, "there is nothing to run")
    if gate.stage is Stage.FINAL and any(
        found.is_red or found.is_open for found in before.values()
    ):
        return not_verified(name, "the tree is red already")
    return await run_gate(context, gate, lambda _gate, _result: None)
