"""What an operation changes besides, which the plan says in words only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from workbench.openapi.document import openapi_document
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.scenario_execution import execution_problems
from workbench.reference.scenarios import own_behaviours
from workbench.reference.traces import behaviour_traces
from workbench.scaffold.open_parts import open_parts

OFFER = {"entity": "WaitEntry", "what": "the entry that waits longest becomes offered"}


def _field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": name.title(), "type": kind, **more}


def _entity(name: str, plural: str, values: Sequence[str]) -> dict[str, Any]:
    return {
        "name": name,
        "plural": plural,
        "display_field": "note",
        "labels": {"singular": name, "plural": plural.title()},
        "fields": [
            _field("note", "string", required=True),
            _field("state", "enum", enum=[*values], write="server", default=values[0]),
        ],
    }


def cancelling(effects: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Booking"}
    return {
        "operationId": "cancelBooking",
        "method": "POST",
        "path": "/bookings/{id}/cancel",
        "summary": "Cancel a booking",
        "responses": {
            "200": {"description": "it", "content": {"application/json": {"schema": schema}}}
        },
        "effects": [*effects],
    }


def step(method: str, path: str, status: int, **more: Any) -> dict[str, Any]:
    return {"kind": "http", "method": method, "path": path, "expect": {"status": [status]}, **more}


def made(path: str, name: str) -> dict[str, Any]:
    return step("POST", path, 201, body={"note": "a"}, capture={name: "/id"})


def seen(path: str, pointer: str, value: Any) -> dict[str, Any]:
    match = {"pointer": pointer, "op": "equals", "value": value}
    return step("GET", path, 200) | {"expect": {"status": [200], "body": [match]}}


CANCELLED = [made("/bookings", "b"), step("POST", "/bookings/{{b}}/cancel", 200)]


def plan_with(
    steps: Sequence[Mapping[str, Any]] = (),
    effects: Sequence[Mapping[str, str]] = (OFFER,),
    *operations: Mapping[str, Any],
) -> SystemPlan:
    scenario = {"id": "s", "requirement": "R1", "title": "t", "steps": [*(steps or CANCELLED)]}
    return accept_plan(
        {
            "name": "practice",
            "title": "Practice",
            "summary": "s",
            "requirements": [{"id": "R1", "text": "it works", "kind": "api"}],
            "entities": [
                _entity("Booking", "bookings", ["open", "cancelled"]),
                _entity("WaitEntry", "wait_entries", ["waiting", "offered"]),
            ],
            "operations": [cancelling(effects), *operations],
            "invariants": [
                {
                    "id": "cancel",
                    "kind": "transition",
                    "entity": "Booking",
                    "field": "state",
                    "before": "open",
                    "after": "cancelled",
                    "operation": "cancelBooking",
                }
            ],
            "scenarios": [scenario],
        }
    )


def problems(plan: SystemPlan) -> list[PlanProblem]:
    return list(execution_problems(plan))


OFFERED = [
    made("/wait_entries", "w"),
    *CANCELLED,
    seen("/wait_entries/{{w}}", "/state", "offered"),
]


def test_a_scenario_may_expect_what_only_the_effect_explains() -> None:
    assert problems(plan_with(OFFERED)) == []


def test_without_the_effect_it_is_a_contradiction() -> None:
    with pytest.raises(ImpossiblePlan, match="/state cannot be as expected"):
        plan_with(OFFERED, [])


def test_what_the_transition_says_still_holds() -> None:
    twice = [*CANCELLED, step("POST", "/bookings/{{b}}/cancel", 200)]
    with pytest.raises(ImpossiblePlan, match="leads to status 409"):
        plan_with(twice)
    kept = [*CANCELLED, seen("/bookings/{{b}}", "/state", "open")]
    with pytest.raises(ImpossiblePlan, match="/state cannot be as expected"):
        plan_with(kept)


def test_a_refused_request_has_no_effect() -> None:
    unchanged = [
        made("/wait_entries", "w"),
        step("POST", "/bookings/99/cancel", 404),
        seen("/wait_entries/{{w}}", "/state", "offered"),
    ]
    with pytest.raises(ImpossiblePlan, match="/state cannot be as expected"):
        plan_with(unchanged)


def test_an_effect_on_records_that_do_not_exist_is_refused() -> None:
    with pytest.raises(ImpossiblePlan, match="there is no entity 'Seat'"):
        plan_with(effects=[{"entity": "Seat", "what": "it is free"}])


def test_the_coder_is_asked_for_it_and_the_document_says_it() -> None:
    plan = plan_with()
    listed = [str(part) for part in open_parts(plan, "backend")]
    assert listed == [
        "POST /bookings/{id}/cancel: also changes WaitEntry, in the same transaction: "
        "the entry that waits longest becomes offered"
    ]
    paths: Any = openapi_document(plan)["paths"]
    said = paths["/bookings/{id}/cancel"]["post"]["description"]
    assert said.endswith("the entry that waits longest becomes offered.")


def test_a_plan_that_is_read_again_says_it_once() -> None:
    plan = plan_with()
    assert accept_plan(plan.model_dump(mode="json", by_alias=True)) == plan


def test_its_scenario_is_something_that_only_scenarios_say() -> None:
    assert [trace.id for trace in own_behaviours(plan_with(OFFERED))] == ["scenario:s"]
    assert own_behaviours(plan_with(effects=[])) == []


def test_traces_that_its_effect_may_change_are_left_out() -> None:
    deleting = {
        "operationId": "deleteBooking",
        "method": "DELETE",
        "path": "/bookings/{id}",
        "effects": [{"entity": "Booking", "what": "all bookings with the same note go too"}],
    }
    usual = {trace.id for trace in behaviour_traces(plan_with())}
    left = {trace.id for trace in behaviour_traces(plan_with((), (OFFER,), deleting))}
    assert left < usual
    assert "bookings.delete.is_gone" in usual - left
    assert all(name.startswith("bookings.") for name in usual - left)
