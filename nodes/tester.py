"""tester: builds, type-checks and runs the tests of both components."""

from __future__ import annotations

import asyncio

from langgraph.types import Overwrite

from graph.services import Services
from graph.state import AnswerProblem, BuildState
from nodes.gating import emit_gate
from nodes.resources import gate_context, places_of
from workbench.harness.gate import TEST_STAGES
from workbench.harness.runner import clear_scratch, run_stages
from workbench.progress.ledger import Ledger
from workbench.progress.results import ANSWER, Finding, GateResult, judged


async def tester(state: BuildState, services: Services) -> BuildState:
    """Runs the build and test gates on a clean checkout of head.

    An answer that could not be applied is a red result of its own. A tree that was judged before is
    not judged again: it leads to no evidence, which the judge counts as no progress.
    """
    places = await places_of(state)
    ledger = Ledger.model_validate(state["ledger"])
    if state["head"] in ledger.seen_trees and not ledger.rechecked:
        return _update("", [])
    await places.check_out(state["head"])
    context = await gate_context(places, state, services)
    await clear_scratch(context)
    if state["problems"]:
        results = [_answer(state["problems"])]
        emit_gate(ANSWER, results[0])
    else:
        results = await run_stages(
            context, services.gates, TEST_STAGES, services.run_gate, emit_gate
        )
    name = await asyncio.to_thread(places.evidence.open)
    for result in results:
        await asyncio.to_thread(places.evidence.add, name, result, context.screenshots)
    return _update(name, results)


def _answer(problems: list[AnswerProblem]) -> GateResult:
    findings = [
        Finding(gate=ANSWER, message=problem["message"], component=problem["component"])
        for problem in problems
    ]
    return judged(ANSWER, findings, seconds=0.0)


def _update(evidence: str, results: list[GateResult]) -> BuildState:
    statuses = {result.gate: result.status.value for result in results}
    return {"evidence": evidence, "gate_statuses": Overwrite(statuses)}  # type: ignore[typeddict-item]
