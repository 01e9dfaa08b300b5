"""judge: the only writer of the ledger; plain code that decides what happens next."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

from graph.state import BuildState, DecisionState
from nodes.emit import emit
from nodes.findings import components_of
from nodes.guard import Update, guarded
from nodes.resources import Resources, plan_of, resources
from workbench.evidence.events import AttemptJudged
from workbench.gates.registry import GATES
from workbench.harness.gate import names_by_stage
from workbench.planning.contradiction import contradiction
from workbench.progress.ledger import Ledger, assess
from workbench.progress.results import ANSWER, NOT_INSTALLED, GateResult
from workbench.progress.rule import Decision, Limits, Outcome, RepairScope, decide, missed

MAX_REPLANS = 1
STAGES = names_by_stage(GATES)


@guarded("judge")
async def judge(state: BuildState) -> Update:
    """Enters the judged tree into the ledger and takes the decision of `progress.rule`."""
    found = await resources(state)
    before = Ledger.from_json(state["ledger"])
    limits = Limits(state["settings"]["max_attempts"], state["settings"]["max_stagnation"])
    results = await asyncio.to_thread(found.evidence.load, state["evidence"])
    if results:
        decision = decide(before, assess(state["head"], results, STAGES), limits)
    else:
        decision = missed(before, limits)
    entry = await asyncio.to_thread(_entry, state, found, decision, results)
    ledger = replace(decision.ledger, history=(*before.history, entry))
    emit(
        AttemptJudged(
            attempt=ledger.attempts,
            outcome=decision.outcome.value,
            scope=decision.scope.value if decision.scope else "",
            red=entry["red"],
            improved=decision.improved,
        )
    )
    if decision.outcome is Outcome.REPAIR and state.get("replans", 0) < MAX_REPLANS:
        reason = contradiction(plan_of(state))
        if reason is not None:
            return _replan(state, ledger, reason)
    evidence = _evidence_of(ledger, decision.head) or state["evidence"]
    best = await asyncio.to_thread(found.evidence.load, evidence)
    return {
        "ledger": ledger.to_json(),
        "head": decision.head,
        "evidence": evidence,
        "decision": _decision(decision, best),
    }


def _replan(state: BuildState, ledger: Ledger, reason: str) -> Update:
    """Back to the planner: best, seen and misses are cleared, attempts and spend are not."""
    cleared = replace(
        ledger, best=None, seen_fp=frozenset(), seen_trees=frozenset(), misses=0, rechecked=False
    )
    return {
        "ledger": cleared.to_json(),
        "plan_feedback": f"the contract contradicts itself: {reason}",
        "replans": state.get("replans", 0) + 1,
        "evidence": "",
        "decision": DecisionState(outcome="replan", scope="", components=[]),
    }


def _decision(decision: Decision, best: list[GateResult]) -> DecisionState:
    red = [finding for result in best if result.is_red for finding in result.findings]
    components = sorted({component for finding in red for component in components_of(finding)})
    scope = decision.scope
    if decision.outcome is Outcome.RECHECK and any(r.reason == NOT_INSTALLED for r in best):
        return DecisionState(outcome="reinstall", scope="", components=[])
    if scope is not None and any(finding.gate == ANSWER for finding in red):
        scope = RepairScope.COMPONENT  # there is no draft of that side to edit
    return DecisionState(
        outcome=decision.outcome.value, scope=scope.value if scope else "", components=components
    )


def _entry(
    state: BuildState, found: Resources, decision: Decision, results: list[GateResult]
) -> dict[str, Any]:
    """What the history says of this attempt: what was wrong, what changed, what came of it."""
    history = state["ledger"]["history"]
    last = history[-1]["head"] if history else None
    tree = state["head"]
    changed = (
        [change.path for change in found.trees.changes(last, tree)] if last is not None else []
    )
    red = [result for result in results if result.is_red]
    return {
        "attempt": decision.ledger.attempts,
        "tree": tree,
        "head": decision.head,
        "evidence": state["evidence"],
        "outcome": decision.outcome.value,
        "scope": decision.scope.value if decision.scope else "",
        "improved": decision.improved,
        "red": [result.gate for result in red],
        "findings": [finding.message for result in red for finding in result.findings][:10],
        "changed": changed,
        "problems": state["problems"],
        "notes": state["notes"],
    }


def _evidence_of(ledger: Ledger, tree: str) -> str:
    for entry in reversed(ledger.history):
        if entry["tree"] == tree and entry["evidence"]:
            return str(entry["evidence"])
    return ""
