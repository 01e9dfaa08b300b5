"""Where each decision leads."""

from __future__ import annotations

import pytest

from graph import routing
from graph.state import BuildState, DecisionState, Stop, keep_first, merge_drafts

STOP = Stop(kind="input", message="x", exit_code=2)


def decided(outcome: str, scope: str = "", *components: str) -> BuildState:
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
        (decided("repair", "targeted edit", "backend"), ["debugger"]),
        (decided("repair", "whole file", "backend"), ["debugger"]),
        (decided("repair", "whole side", "backend"), ["backend_coder"]),
        (decided("repair", "whole side", "frontend"), ["frontend_coder"]),
        (
            decided("repair", "whole side", "backend", "frontend"),
            ["backend_coder", "frontend_coder"],
        ),
        (BuildState(stop=STOP), ["finish"]),
    ],
)
def test_after_the_judge(state: BuildState, nodes: list[str]) -> None:
    assert [routing.AFTER_JUDGE[label] for label in routing.after_judge(state)] == nodes


def test_a_reason_to_stop_leads_to_the_end_from_everywhere() -> None:
    state = BuildState(stop=STOP)
    assert routing.AFTER_PREPARE[routing.after_prepare(state)] == "finish"
    assert routing.AFTER_PLANNER[routing.after_planner(state)] == "finish"
    assert routing.AFTER_APPROVAL[routing.after_approval(state)] == "finish"
    assert [routing.AFTER_CONTRACT[label] for label in routing.after_contract(state)] == ["finish"]
    assert routing.AFTER_TESTER[routing.after_tester(state, red=False)] == "finish"


def test_a_rejected_plan_goes_back_with_its_reason() -> None:
    rejected = routing.after_approval(BuildState(plan_feedback="too big"))
    assert routing.AFTER_APPROVAL[rejected] == "planner"
    assert (
        routing.AFTER_APPROVAL[routing.after_approval(BuildState(plan_feedback=""))] == "contract"
    )


def test_nothing_red_is_validated_and_anything_red_is_judged() -> None:
    green, red = (routing.after_tester(BuildState(), red=red) for red in (False, True))
    assert routing.AFTER_TESTER[green] == "validator"
    assert routing.AFTER_TESTER[red] == "judge"


def test_parallel_writers_keep_the_first_reason_and_their_own_drafts() -> None:
    later = Stop(kind="environment", message="y", exit_code=3)
    assert keep_first(STOP, later) == STOP
    assert keep_first(STOP, None) is None
    one = {"tree": "a", "problems": [], "notes": []}
    two = {"tree": "b", "problems": [], "notes": []}
    merged = merge_drafts({"backend": one}, {"frontend": two})  # type: ignore[dict-item]
    assert merged == {"backend": one, "frontend": two}
