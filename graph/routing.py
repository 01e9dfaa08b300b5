"""Conditional edges: each decision is a label, and each label leads to a node.

Routers read the state and nothing else. The labels are shown in the drawn graph.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Literal, get_args

from graph.state import BuildState
from nodes.judge import REINSTALL, REPLAN
from workbench.progress.results import Status
from workbench.progress.rule import Outcome
from workbench.workspace.paths import Component
from workbench.workspace.repair_scope import RepairScope

AfterPrepare = Literal["options are valid", "stopped"]
AfterPlanner = Literal["plan is valid", "stopped"]
AfterApproval = Literal["approved", "rejected, with a reason", "stopped"]
AfterContract = Literal["write the backend", "write the frontend", "fill caches", "stopped"]
AfterInstaller = Literal["installed", "stopped"]
AfterTester = Literal["nothing red", "something red", "stopped"]
AfterValidator = Literal["validated", "stopped"]
AfterJudge = Literal[
    "repair",
    "backend afresh",
    "frontend afresh",
    "install again",
    "run the gates again",
    "the plan contradicts itself",
    "verified, or no more progress",
]
AfterDebugger = Literal["answered", "stopped"]

TARGETS: dict[str, str] = {
    "stopped": "finish",
    "options are valid": "planner",
    "plan is valid": "approval",
    "approved": "contract",
    "rejected, with a reason": "planner",
    "write the backend": "backend_coder",
    "write the frontend": "frontend_coder",
    "fill caches": "warm_up",
    "installed": "tester",
    "nothing red": "validator",
    "something red": "judge",
    "validated": "judge",
    "repair": "debugger",
    "backend afresh": "backend_coder",
    "frontend afresh": "frontend_coder",
    "install again": "installer",
    "run the gates again": "tester",
    "the plan contradicts itself": "planner",
    "verified, or no more progress": "finish",
    "answered": "installer",
}


def targets(labels: object) -> dict[Hashable, str]:
    """The nodes that the labels of one router lead to."""
    return {label: TARGETS[label] for label in get_args(labels)}


def _is_stopped(state: BuildState) -> bool:
    return state.get("stop") is not None


def after_prepare(state: BuildState) -> AfterPrepare:
    """Bad input goes straight to the end."""
    return "stopped" if _is_stopped(state) else "options are valid"


def after_planner(state: BuildState) -> AfterPlanner:
    """A refused request ends before anything is written."""
    return "stopped" if _is_stopped(state) else "plan is valid"


def after_approval(state: BuildState) -> AfterApproval:
    """An approved plan is built; a rejected one goes back with its reason."""
    if _is_stopped(state):
        return "stopped"
    return "rejected, with a reason" if state.get("plan_feedback") else "approved"


def after_contract(state: BuildState) -> list[AfterContract]:
    """Both coders write at once, while caches fill."""
    if _is_stopped(state):
        return ["stopped"]
    return ["write the backend", "write the frontend", "fill caches"]


def after_installer(state: BuildState) -> AfterInstaller:
    """A coder that failed has set the reason to stop."""
    return "stopped" if _is_stopped(state) else "installed"


def after_tester(state: BuildState) -> AfterTester:
    """Nothing red: prove the behaviour. A tree that was judged before has no statuses: the judge
    counts it as no progress."""
    if _is_stopped(state):
        return "stopped"
    statuses = state.get("gate_statuses", {})
    red = Status.FAILED.value in statuses.values()
    return "something red" if red or not statuses else "nothing red"


def after_validator(state: BuildState) -> AfterValidator:
    """The judge decides on what the gates came to."""
    return "stopped" if _is_stopped(state) else "validated"


def after_judge(state: BuildState) -> list[AfterJudge]:
    """Failures go to the debugger, or to a component's coder, until success or stagnation."""
    decision = state.get("decision")
    if _is_stopped(state) or decision is None:
        return ["verified, or no more progress"]
    match decision["outcome"]:
        case _ if decision["outcome"] == REPLAN:
            return ["the plan contradicts itself"]
        case _ if decision["outcome"] == REINSTALL:
            return ["install again"]
        case Outcome.RECHECK:
            return ["run the gates again"]
        case Outcome.REPAIR if decision["scope"] == RepairScope.COMPONENT:
            return _afresh(decision["components"])
        case Outcome.REPAIR:
            return ["repair"]
    return ["verified, or no more progress"]


def after_debugger(state: BuildState) -> AfterDebugger:
    """A debugger that could not answer has set the reason to stop."""
    return "stopped" if _is_stopped(state) else "answered"


def _afresh(components: list[Component]) -> list[AfterJudge]:
    """The coders of these components; a finding that names none is about the frontend, which shows it."""
    labels: list[AfterJudge] = []
    if "backend" in components:
        labels.append("backend afresh")
    if "frontend" in components or not labels:
        labels.append("frontend afresh")
    return labels
