"""Conditional edges: each decision has a name, and each name leads to a node.

The names are the labels of the drawn graph.
"""

from __future__ import annotations

from graph.state import BuildState
from workbench.progress.rule import Outcome, RepairScope

STOPPED = "stopped"

AFTER_PREPARE = {"options are sound": "planner", STOPPED: "finish"}
AFTER_PLANNER = {"plan is sound": "approval", STOPPED: "finish"}
AFTER_APPROVAL = {"approved": "contract", "rejected, with a reason": "planner", STOPPED: "finish"}
AFTER_CONTRACT = {
    "write the backend": "backend_coder",
    "write the page": "frontend_coder",
    "fill caches": "warm_up",
    STOPPED: "finish",
}
AFTER_TESTER = {"nothing red": "validator", "something red": "judge", STOPPED: "finish"}
AFTER_JUDGE = {
    "repair": "debugger",
    "backend afresh": "backend_coder",
    "page afresh": "frontend_coder",
    "install again": "installer",
    "gates again": "tester",
    "contract contradicts itself": "planner",
    "verified, or no more progress": "finish",
}


def after_prepare(state: BuildState) -> str:
    """Bad input goes straight to the end."""
    return STOPPED if state.get("stop") else "options are sound"


def after_planner(state: BuildState) -> str:
    """A refused request ends before anything is written."""
    return STOPPED if state.get("stop") else "plan is sound"


def after_approval(state: BuildState) -> str:
    """An approved plan becomes the contract; a rejected one goes back with its reason."""
    if state.get("stop"):
        return STOPPED
    return "rejected, with a reason" if state.get("plan_feedback") else "approved"


def after_contract(state: BuildState) -> list[str]:
    """Both coders write at once, while caches fill."""
    if state.get("stop"):
        return [STOPPED]
    return ["write the backend", "write the page", "fill caches"]


def after_tester(state: BuildState, *, red: bool) -> str:
    """Nothing red: prove the behaviour. Else the judge decides."""
    if state.get("stop"):
        return STOPPED
    return "something red" if red else "nothing red"


def after_judge(state: BuildState) -> list[str]:
    """Failures go to the debugger, or to a side's coder afresh, until success or stagnation."""
    decision = state.get("decision")
    if state.get("stop") or decision is None:
        return ["verified, or no more progress"]
    match decision["outcome"]:
        case "replan":
            return ["contract contradicts itself"]
        case "reinstall":
            return ["install again"]
        case Outcome.RECHECK:
            return ["gates again"]
        case Outcome.REPAIR if decision["scope"] == RepairScope.COMPONENT:
            afresh = {"backend": "backend afresh", "frontend": "page afresh"}
            # A finding that names no side is about the page: it is the side that shows it.
            return [afresh[component] for component in decision["components"]] or ["page afresh"]
        case Outcome.REPAIR:
            return ["repair"]
    return ["verified, or no more progress"]
