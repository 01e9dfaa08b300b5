"""An operation of the plan's own refuses a body that its schema does not take, and nothing changes."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from tests.support.archive import archive
from tests.support.clinic import doctor, patient
from tests.support.talking import Talk
from workbench.plan.steps import HttpStep
from workbench.reference.enumeration.own_operations import own_operation_traces
from workbench.reference.execution.bodies_of_own import schema_faults, values_of_other_types
from workbench.reference.execution.machine import Reference

SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"type": "string"},
        "count": {"type": "integer"},
        "share": {"type": "number"},
        "open": {"type": "boolean"},
        "tags": {"type": "array"},
        "any": {},
        "either": {"type": ["string", "null"]},
    },
}


@pytest.mark.parametrize(
    ("sent", "count"),
    [
        ({"kind": "day"}, 0),
        ({}, 1),
        ({"kind": 7}, 1),
        ({"kind": "day", "count": "7"}, 1),
        ({"kind": "day", "count": 7.0}, 0),
        ({"kind": "day", "count": 7.5}, 1),
        ({"kind": "day", "count": True}, 1),
        ({"kind": "day", "share": 7}, 0),
        ({"kind": "day", "open": 1}, 1),
        ({"kind": "day", "tags": {}}, 1),
        ({"kind": "day", "count": None}, 0),
        ({"kind": "day", "any": [], "either": 7, "other": 7}, 0),
    ],
)
def test_only_what_is_wrong_for_certain_is_a_fault(sent: dict[str, object], count: int) -> None:
    assert len(schema_faults(SCHEMA, sent)) == count


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "array", "object"])
def test_a_value_of_another_type_is_a_fault(kind: str) -> None:
    schema: dict[str, JsonValue] = {"properties": {"one": {"type": kind}}}
    for value in values_of_other_types({"type": kind}):
        assert schema_faults(schema, {"one": value})


def test_who_may_call_is_refused_a_wrong_body_and_the_rest_is_not_decided() -> None:
    talk = Talk(archive())
    token = doctor(talk)
    refused = talk.outcomes("POST", "/closing", {"kind": []}, token=token)
    assert [(o.refused, {400, 422} <= o.status, 204 in o.status) for o in refused] == [
        (True, True, False)
    ]
    assert refused[0].state.tables == talk.state.tables
    assert talk.status("POST", "/closing", {"kind": "day"}, token=token) == set()
    assert 403 in talk.status("POST", "/closing", {"kind": []}, token=patient(talk, "ada"))


def test_after_the_refusals_every_list_is_as_before() -> None:
    [trace] = own_operation_traces(Reference(archive()))
    steps = [step for step in trace.steps if isinstance(step, HttpStep)]
    bodies = [step.body for step in steps if step.path == "/closing" and step.body is not None]
    assert {} in bodies
    assert {"kind": []} in bodies
    read = [step.path for step in steps[-5:] if step.method == "GET"]
    assert {"/rooms", "/visits", "/supplies", "/reviews"} <= {*read}
