"""A plan is read in OpenAPI's and JSON Schema's words and in older ones, and written in the first."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from bench.recorded.assembling import written_plan
from workbench.plan.fields import read_field
from workbench.plan.language.operations import Operation, Parameter
from workbench.plan.system import Binding

JSON = {"application/json": {"schema": {"type": "object"}}}
OPERATION: dict[str, Any] = {
    "operationId": "closeTicket",
    "method": "POST",
    "path": "/tickets/{id}/close",
    "summary": "Close",
    "tags": ["Ticket"],
    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
    "requestBody": {"content": JSON},
    "responses": {"200": {"content": JSON}, "409": {"description": "closed; gone"}},
}
OLD_OPERATION: dict[str, Any] = {
    "id": "closeTicket",
    "method": "post",
    "path": "/tickets/{id}/close",
    "summary": "Close",
    "tag": "Ticket",
    "parameters": [{"name": "id", "location": "path", "json_schema": {"type": "integer"}}],
    "request": {"type": "object"},
    "success": 200,
    "response": {"type": "object"},
    "errors": [{"status": 409, "when": "closed"}, {"status": 409, "when": "gone"}],
}
FIELD = {"name": "level", "label": "Level", "type": "integer"}
TEXT = {"name": "level", "label": "Level", "type": "string"}


def written(value: Any) -> dict[str, Any]:
    data: dict[str, Any] = value.model_dump(mode="json")
    return {key: item for key, item in data.items() if item not in (None, [], {}, "", False)}


def test_an_operation_of_old_words_is_the_same() -> None:
    assert Operation.model_validate(OLD_OPERATION) == Operation.model_validate(OPERATION)


def test_an_operation_is_written_in_the_words_of_openapi() -> None:
    shown = written(Operation.model_validate(OLD_OPERATION))
    assert {*shown} == {*OPERATION}
    assert {*shown["parameters"][0]} == {"name", "in", "required", "description", "schema"}
    assert shown["requestBody"]["content"] == JSON
    assert {*shown["responses"]} == {"200", "409"}


def test_annotations_are_left_out() -> None:
    noted = {**OPERATION, "deprecated": False, "x-note": 1, "externalDocs": {"url": "x"}}
    assert Operation.model_validate(noted) == Operation.model_validate(OPERATION)


@pytest.mark.parametrize(
    ("security", "asks"), [([{"bearer": []}], True), ([], False), ([{}], False)]
)
def test_security_says_whether_an_account_is_needed(security: list[Any], asks: bool) -> None:
    operation = Operation.model_validate({**OPERATION, "security": security})
    assert (operation.access is not None) is asks


def test_a_status_may_be_a_number_as_yaml_reads_it() -> None:
    responses = {201: {"description": "Made"}}
    assert Operation.model_validate({**OPERATION, "responses": responses}).success == 201


@pytest.mark.parametrize(
    ("responses", "says"),
    [
        ({"200": {}, "201": {}}, "declare exactly one success status, not 200, 201"),
        ({"200": {}, "404": {"content": JSON}}, "error responses are problem details"),
        ({"default": {}}, "should match pattern"),
        ({"302": {}}, "should match pattern"),
    ],
)
def test_responses_that_no_gate_could_judge_are_refused(responses: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        Operation.model_validate({**OPERATION, "responses": responses})


def test_a_parameter_of_the_path_is_required() -> None:
    parameter = Parameter.model_validate({"name": "id", "in": "path", "schema": {}})
    assert parameter.required


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({**FIELD, "min": 1, "max": 5}, {**FIELD, "minimum": 1, "maximum": 5}),
        ({**FIELD, "min": 1, "minimum": 1}, {**FIELD, "minimum": 1}),
        ({**TEXT, "min_length": 1, "max_length": 5}, {**TEXT, "minLength": 1, "maxLength": 5}),
        (
            {**TEXT, "type": "enum", "values": ["a", "b"]},
            {**TEXT, "type": "enum", "enum": ["a", "b"]},
        ),
        ({**TEXT, "enum": ["a", "b"]}, {**TEXT, "type": "enum", "enum": ["a", "b"]}),
        ({**TEXT, "format": "date"}, {**TEXT, "type": "date"}),
        ({**TEXT, "format": "date-time"}, {**TEXT, "type": "datetime"}),
        ({**TEXT, "format": "uri"}, {**TEXT, "type": "url"}),
        ({**FIELD, "format": "int64"}, FIELD),
    ],
)
def test_a_field_of_other_words_is_the_same(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert read_field(old) == read_field(new)
    shown = read_field(old).model_dump(mode="json")
    assert not {"min", "max", "min_length", "max_length", "values", "format"} & shown.keys()
    assert new.items() <= shown.items()


def test_two_words_for_one_thing_must_agree() -> None:
    with pytest.raises(ValidationError, match="min"):
        read_field({**FIELD, "min": 1, "minimum": 2})


def test_a_format_without_a_type_is_refused() -> None:
    with pytest.raises(ValidationError, match="format"):
        read_field({**TEXT, "format": "ipv4"})


def test_a_binding_of_other_words_is_the_same() -> None:
    old = {"entity": "A", "role": "read", "operation": "x", "out": "/a", "id": "/key"}
    new = {"entity": "A", "role": "read", "operationId": "x", "body_out": "/a", "id_out": "/key"}
    assert Binding.model_validate(old) == Binding.model_validate(new)
    assert new.items() <= Binding.model_validate(old).model_dump(mode="json").items()


@pytest.mark.parametrize("system", ["studio", "shop", "trails"])
def test_a_plan_of_old_words_is_read_back_as_it_is_written(system: str) -> None:
    plan = written_plan(system)
    assert type(plan).model_validate_json(plan.model_dump_json()) == plan


def test_a_plan_with_the_look_that_older_ones_had_is_the_same_without() -> None:
    plan = written_plan("studio")
    data = plan.model_dump(mode="json")
    assert "theme" not in data
    old = {**data, "theme": {"tokens": {"accent": "#0a0"}, "client_colours": ["#0a0"]}}
    assert type(plan).model_validate(old) == plan
