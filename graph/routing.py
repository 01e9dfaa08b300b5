"""Conditional edges: where each decision leads."""

from __future__ import annotations

from typing import Literal

from graph.state import BuildState
from workbench.progress.rule import Outcome, Rung

# Where the edges of a node that may fan out can lead; a list's members cannot be read off its type.
AFTER_CONTRACT = ("backend_coder", "frontend_coder", "warm_up", "finish")
AFTER_TESTER = ("validator", "judge", "finish")
AFTER_JUDGE = (
    "debugger",
    "backend_coder",
    "frontend_coder",
    "installer",
    "tester",
    "planner",
    "finish",
)


def after_prepare(state: BuildState) -> Literal["planner", "finish"]:
    """Bad input goes straight to the end."""
    return "finish" if state.get("stop") else "planner"


def after_planner(state: BuildState) -> Literal["approval", "finish"]:
    """A refused request ends before anything is written."""
    return "finish" if state.get("stop") else "approval"


def after_approval(state: BuildState) -> Literal["contract", "planner", "finish"]:
    """An approved plan becomes the contract; a rejected one goes back with its reason."""
    if state.get("stop"):
        return "finish"
    return "planner" if state.get("plan_feedback") else "contract"


def after_contract(state: BuildState) -> list[str]:
    """Both coders write at once, while caches fill."""
    if state.get("stop"):
        return ["finish"]
    return ["backend_coder", "frontend_coder", "warm_up"]


def after_tester(state: BuildState, *, red: bool) -> Literal["validator", "judge", "finish"]:
    """Nothing red: prove the behaviour. Else the judge decides."""
    if state.get("stop"):
        return "finish"
    return "judge" if red else "validator"


def after_judge(state: BuildState) -> list[str]:
    """Failures go to the debugger, or to a side's coder afresh, until success or stagnation."""
    decision = state.get("decision")
    if state.get("stop") or decision is None:
        return ["finish"]
    match decision["outcome"]:
        case "replan":
            return ["planner"]
        case "reinstall":
            return ["installer"]
        case Outcome.RECHECK:
            return ["tester"]
        case Outcome.REPAIR if decision["rung"] == Rung.WHOLE_SIDE:
            backend, frontend = "backend" in decision["sides"], "frontend" in decision["sides"]
            if backend and frontend:
                return ["backend_coder", "frontend_coder"]
            return ["backend_coder"] if backend else ["frontend_coder"]
        case Outcome.REPAIR:
            return ["debugger"]
    return ["finish"]
