"""Where each decision leads."""

from __future__ import annotations

from typing import get_args

import pytest

from graph import routing
from graph.state import (
    BuildState,
    ComponentDraft,
    DecisionState,
    Stop,
    first_stop,
    merge_keys,
)
from workbench.progress.results import Status
from workbench.workspace.paths import Component

STOP = Stop(kind="input", message="x", exit_code=2)


def decided(outcome: str, scope: str = "", *components: Component) -> BuildState:
    return BuildState(
        decision=DecisionState(outcome=outcome, scope=scope, components=list(components))
    )


@pytest.mark.parametrize(
    ("state", "nodes"),
    [
        (decided("verified"), ["finish"]),
        (decided("stagnation"), ["finish"]),
        (decided("attempts"), ["finish"]),
        (decided("not verified"), ["finish"]),
        (decided("recheck"), ["tester"]),
        (decided("reinstall"), ["installer"]),
        (decided("replan"), ["planner"]),
        (decided("repair", "edit", "backend"), ["debugger"]),
        (decided("repair", "file", "backend"), ["debugger"]),
        (decided("repair", "component", "backend"), ["backend_coder"]),
        (decided("repair", "component", "frontend"), ["frontend_coder"]),
        (decided("repair", "component"), ["frontend_coder"]),
        (
            decided("repair", "component", "backend", "frontend"),
            ["backend_coder", "frontend_coder"],
        ),
        (BuildState(stop=STOP), ["finish"]),
        (BuildState(decision=None), ["finish"]),
    ],
)
def test_the_judges_decision_names_the_next_nodes(state: BuildState, nodes: list[str]) -> None:
    assert [routing.TARGETS[label] for label in routing.after_judge(state)] == nodes


def test_a_reason_to_stop_leads_to_the_end_from_everywhere() -> None:
    state = BuildState(stop=STOP)
    labels = [
        routing.after_prepare(state),
        routing.after_planner(state),
        routing.after_approval(state),
        *routing.after_contract(state),
        routing.after_installer(state),
        routing.after_tester(state),
        routing.after_validator(state),
        routing.after_debugger(state),
    ]
    assert {routing.TARGETS[label] for label in labels} == {"finish"}


def test_without_one_each_node_leads_to_the_next() -> None:
    state = BuildState()
    labels = [
        routing.after_prepare(state),
        routing.after_planner(state),
        routing.after_approval(state),
        routing.after_installer(state),
        routing.after_validator(state),
        routing.after_debugger(state),
    ]
    nodes = [routing.TARGETS[label] for label in labels]
    assert nodes == ["planner", "approval", "contract", "tester", "judge", "installer"]


def test_both_components_are_written_at_once_while_caches_fill() -> None:
    nodes = [routing.TARGETS[label] for label in routing.after_contract(BuildState())]
    assert nodes == ["backend_coder", "frontend_coder", "warm_up"]


def test_a_rejected_plan_goes_back_with_its_reason() -> None:
    assert routing.TARGETS[routing.after_approval(BuildState(plan_feedback="too big"))] == "planner"


@pytest.mark.parametrize(
    ("statuses", "node"),
    [
        ({"backend.build": Status.PASSED}, "validator"),
        ({"backend.build": Status.NOT_VERIFIED}, "validator"),
        ({"backend.build": Status.PASSED, "secrets": Status.FAILED}, "judge"),
        ({}, "judge"),
    ],
)
def test_nothing_red_is_validated_and_anything_red_is_judged(
    statuses: dict[str, str], node: str
) -> None:
    state = BuildState(gate_statuses=statuses)
    assert routing.TARGETS[routing.after_tester(state)] == node


def test_every_label_of_every_router_has_a_target() -> None:
    literals = [
        routing.AfterPrepare,
        routing.AfterPlanner,
        routing.AfterApproval,
        routing.AfterContract,
        routing.AfterInstaller,
        routing.AfterTester,
        routing.AfterValidator,
        routing.AfterJudge,
        routing.AfterDebugger,
    ]
    used = {label for literal in literals for label in get_args(literal)}
    assert used == set(routing.TARGETS)


def test_parallel_writers_keep_the_first_reason_and_their_own_drafts() -> None:
    later = Stop(kind="environment", message="y", exit_code=3)
    assert first_stop(STOP, later) == STOP
    assert first_stop(None, later) == later
    one, two = (ComponentDraft(tree=tree, problems=[], notes=[]) for tree in "ab")
    assert merge_keys({"backend": one}, {"frontend": two}) == {"backend": one, "frontend": two}
