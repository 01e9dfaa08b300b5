"""tester: builds, type-checks and runs the tests of both sides."""

from __future__ import annotations

import asyncio

from graph.state import BuildState
from nodes.gating import tell
from nodes.guard import Update, guarded
from nodes.resources import check_out, plan_of, resources
from workbench.gates.registry import GATES
from workbench.harness.gate import TEST_STAGES
from workbench.harness.runner import clear_scratch, run_stages
from workbench.progress.ledger import Ledger
from workbench.progress.results import ANSWER, Finding, GateResult, judged


@guarded("tester")
async def tester(state: BuildState) -> Update:
    """Runs the build and test gates on a clean checkout of head.

    An answer that could not be applied is a red gate of its own. A tree that was judged before is
    not judged again: it leads to no evidence, which the judge counts as a miss.
    """
    found = await resources(state)
    ledger = Ledger.from_json(state["ledger"])
    if state["head"] in ledger.seen_trees and not ledger.rechecked:
        return {"evidence": ""}
    await check_out(found, state["head"])
    context = found.context(plan_of(state))
    await clear_scratch(context)
    if state["problems"]:
        results = [_answer(state["problems"])]
        tell(ANSWER, results[0])
    else:
        results = await run_stages(context, GATES, TEST_STAGES, tell)
    name = await asyncio.to_thread(found.evidence.open)
    await asyncio.to_thread(found.evidence.save, name, results, context.screenshots)
    return {"evidence": name}


def _answer(problems: list[str]) -> GateResult:
    findings = [Finding(gate=ANSWER, message=problem) for problem in problems]
    return judged(ANSWER, findings, seconds=0.0)
