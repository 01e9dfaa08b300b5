"""An operation of the plan's own refuses a body that its schema does not take, and nothing changes."""

from __future__ import annotations

import math

import pytest
from pydantic import JsonValue

from tests.support.archive import archive
from tests.support.clinic import a_visit, clinic, doctor, patient
from tests.support.talking import Talk
from workbench.plan.invariants import Transition
from workbench.plan.language.operations import RequestBody
from workbench.plan.steps import HttpStep
from workbench.plan.system import SystemPlan
from workbench.reference.enumeration.own_operations import own_operation_traces
from workbench.reference.execution.bodies_of_own import schema_faults
from workbench.reference.execution.machine import Reference
from workbench.reference.sample_bodies import (
    has_sample,
    refused_bodies,
    sound_body,
    values_of_other_types,
)
from workbench.reference.traces import derive_traces

SCHEMA: dict[str, JsonValue] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"type": "string", "enum": ["day", "month"]},
        "word": {"type": "string", "minLength": 1, "maxLength": 4},
        "count": {"type": "integer", "minimum": 1, "maximum": 31},
        "share": {"type": "number"},
        "open": {"type": "boolean"},
        "tags": {"type": "array", "maxItems": 1},
        "any": {},
        "either": {"type": ["string", "null"]},
    },
}


@pytest.mark.parametrize(
    ("sent", "count"),
    [
        ({"kind": "day"}, 0),
        ({}, 1),
        ({"kind": None}, 1),
        ({"kind": 7}, 1),
        ({"kind": "short"}, 1),
        ({"kind": "day", "count": 0}, 1),
        ({"kind": "day", "count": 31}, 0),
        ({"kind": "day", "count": 32}, 1),
        ({"kind": "day", "word": "Ärzt"}, 0),
        ({"kind": "day", "word": ""}, 1),
        ({"kind": "day", "word": "Ärzte"}, 1),
        ({"kind": "day", "tags": ["a", "b"]}, 1),
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
    others = values_of_other_types({"type": kind})
    assert others
    for value in others:
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


@pytest.mark.parametrize("body", [{}, {"words": None}, {"words": ""}, {"words": 7}])
def test_a_transition_refuses_a_wrong_body_and_does_not_happen(body: dict[str, object]) -> None:
    words: JsonValue = {"type": "string", "minLength": 1}
    schema: JsonValue = {"type": "object", "required": ["words"], "properties": {"words": words}}
    talk = Talk(_with_body(clinic(), "finishVisit", schema))
    token = patient(talk, "ada")
    visit = talk.make("/visits", a_visit(talk), token=token)
    assert talk.status("POST", f"/visits/{visit}/finish", body, token=token) <= {400, 422}
    assert talk.status("POST", f"/visits/{visit}/finish", {"words": "well"}, token=token) == {200}


def _with_body(plan: SystemPlan, name: str, schema: JsonValue) -> SystemPlan:
    body = RequestBody.model_validate({"content": {"application/json": {"schema": schema}}})
    changed = [
        item.model_copy(update={"request_body": body}) if item.id == name else item
        for item in plan.operations
    ]
    return plan.model_copy(update={"operations": changed})


def test_a_sound_body_holds_what_is_required_within_its_limits() -> None:
    assert sound_body(SCHEMA) == {"kind": "day"}
    names: JsonValue = ["kind", "word", "count", "share", "open", "tags", "either"]
    required: dict[str, JsonValue] = {**SCHEMA, "required": names}
    body = sound_body(required)
    assert body["word"] == "ambe"
    assert schema_faults(required, body) == []


@pytest.mark.parametrize(
    "part",
    [{"type": "string", "pattern": "^a$"}, {"$ref": "#/x"}, {"type": "string", "minLength": 1.5}],
)
def test_what_a_schema_leaves_unclear_has_no_sample(part: dict[str, JsonValue]) -> None:
    assert not has_sample({"required": ["one"], "properties": {"one": part}})
    assert has_sample({"properties": {"one": part}})


def test_each_refused_body_is_one_for_certain() -> None:
    refused = list(refused_bodies(SCHEMA))
    assert {} in refused
    assert {"kind": None} in refused
    assert {"kind": "day", "word": "xxxxx"} in refused
    assert [body for body in refused if not schema_faults(SCHEMA, body)] == []


def test_a_transition_with_a_body_is_called_with_one() -> None:
    plan = archive()
    traces = {trace.id: trace for trace in derive_traces(plan)}
    rule = next(rule.id for rule in plan.invariants if isinstance(rule, Transition))
    steps = traces[f"visits.invariant.{rule}.holds"].steps
    sent = [step.body for step in steps if isinstance(step, HttpStep) and "finish" in step.path]
    assert sent == [{"words": "amber"}] * 2


@pytest.mark.parametrize(
    "part",
    [
        {"type": "array", "items": {"$ref": "#/x"}, "maxItems": 3},
        {"type": "array", "items": {"type": "string"}, "maxItems": 10**9},
        {"type": "array", "items": {"type": "string"}, "minItems": 10**9},
        {"type": "string", "minLength": 10**12},
        {"type": "integer", "minimum": math.inf},
    ],
)
def test_what_cannot_be_made_or_sent_is_left_out_and_is_no_error(
    part: dict[str, JsonValue],
) -> None:
    schema: dict[str, JsonValue] = {"required": ["one"], "properties": {"one": part}}
    assert has_sample(schema) is ("maxItems" in part)
    assert {} in list(refused_bodies(schema))
