"""judge: the only writer of the ledger; decides what happens next."""

from __future__ import annotations

import asyncio

from graph.services import Services
from graph.state import BuildState, DecisionState
from nodes.asking.findings import components_of
from nodes.emit import emit
from nodes.resources import RunPlaces, places_of, plan_of, settings_of
from workbench.evidence.events import AttemptJudged
from workbench.harness.gate import names_by_stage
from workbench.planning.contradiction import contradiction
from workbench.progress.ledger import Attempt, Ledger, assess
from workbench.progress.results import ANSWER, NOT_INSTALLED, GateResult
from workbench.progress.rule import Decision, Limits, Outcome, decide, missed
from workbench.workspace.repair_scope import RepairScope

MAX_REPLANS = 1
REPLAN = "replan"
REINSTALL = "reinstall"
FINDINGS_IN_HISTORY = 10


async def judge(state: BuildState, services: Services) -> BuildState:
    """Enters the judged tree into the ledger and takes the decision of `progress.rule`."""
    places = await places_of(state)
    settings = settings_of(state)
    before = Ledger.model_validate(state["ledger"])
    limits = Limits(settings.max_attempts, settings.max_stagnation)
    results = await asyncio.to_thread(places.evidence.load, state["evidence"])
    if results:
        stages = names_by_stage(services.gates)
        decision = decide(before, assess(state["head"], results, stages), limits)
    else:
        decision = missed(before, limits)
    entry = await asyncio.to_thread(_attempt, state, places, before, decision, results)
    ledger = decision.ledger.but(history=(*before.history, entry))
    emit(
        AttemptJudged(
            attempt=ledger.attempts,
            outcome=decision.outcome.value,
            scope=entry.scope,
            red=list(entry.red),
            improved=decision.improved,
        )
    )
    if decision.outcome is Outcome.REPAIR and state.get("replans", 0) < MAX_REPLANS:
        found = contradiction(plan_of(state))
        if found is not None:
            return _replan(state, ledger, str(found))
    evidence = ledger.evidence_of(decision.head) or state["evidence"]
    best = await asyncio.to_thread(places.evidence.load, evidence)
    return {
        "ledger": ledger.to_state(),
        "head": decision.head,
        "evidence": evidence,
        "decision": _decision(decision, best),
    }


def _replan(state: BuildState, ledger: Ledger, reason: str) -> BuildState:
    """Back to the planner: best, seen and misses are cleared, attempts and spend are not."""
    cleared = ledger.but(
        best=None, seen_fingerprints=frozenset(), seen_trees=frozenset(), misses=0, rechecked=False
    )
    return {
        "ledger": cleared.to_state(),
        "plan_feedback": f"the plan contradicts itself: {reason}",
        "replans": state.get("replans", 0) + 1,
        "evidence": "",
        "decision": DecisionState(outcome=REPLAN, scope="", components=[]),
    }


def _decision(decision: Decision, best: list[GateResult]) -> DecisionState:
    findings = [finding for result in best if result.is_red for finding in result.findings]
    components = sorted({name for finding in findings for name in components_of(finding)})
    scope = decision.scope
    not_installed = any(result.reason == NOT_INSTALLED for result in best)
    if decision.outcome is Outcome.RECHECK and not_installed:
        return DecisionState(outcome=REINSTALL, scope="", components=[])
    if scope is not None and any(finding.gate == ANSWER for finding in findings):
        scope = RepairScope.COMPONENT  # there is no draft of that component to edit
    return DecisionState(
        outcome=decision.outcome.value, scope=scope.value if scope else "", components=components
    )


def _attempt(
    state: BuildState,
    places: RunPlaces,
    before: Ledger,
    decision: Decision,
    results: list[GateResult],
) -> Attempt:
    """The history's entry: what was red, what changed since the last head, what was decided."""
    tree = state["head"]
    changes = places.trees.changes(before.history[-1].head, tree) if before.history else []
    red = [result for result in results if result.is_red]
    findings = [finding.message for result in red for finding in result.findings]
    return Attempt(
        attempt=decision.ledger.attempts,
        tree=tree,
        head=decision.head,
        evidence=state["evidence"],
        outcome=decision.outcome.value,
        scope=decision.scope.value if decision.scope else "",
        improved=decision.improved,
        red=tuple(result.gate for result in red),
        findings=tuple(findings[:FINDINGS_IN_HISTORY]),
        changed=tuple(change.path for change in changes),
        problems=tuple(problem["message"] for problem in state["problems"]),
        notes=tuple(state["notes"]),
    )
