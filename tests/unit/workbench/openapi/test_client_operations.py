"""A document's operations as the plan knows them, whatever their responses look like."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.documents import text_of, with_operation, with_schema
from workbench.openapi.client_operations import client_operations
from workbench.openapi.normalising import normalise
from workbench.openapi.schemas import schema_at
from workbench.plan.language.operations import Operation

TEXT = {"type": "string"}


def operation(**members: Any) -> Operation:
    (found,) = client_operations(normalise(text_of(with_operation(**members))).document)
    return found


def answers(schema: Any) -> dict[str, Any]:
    return {"description": "x", "content": {"application/json": {"schema": schema}}}


@pytest.mark.parametrize(
    ("responses", "success", "response"),
    [
        ({"201": answers(TEXT), "404": answers({})}, 201, TEXT),
        ({"2XX": answers(TEXT)}, 200, TEXT),
        ({"2xx": answers(TEXT)}, 200, TEXT),
        ({"default": answers(TEXT)}, 200, TEXT),
        ({"200": answers(True)}, 200, {}),
        ({"302": {"description": "elsewhere"}}, 200, None),
        ({"x-note": 1, "204": {"description": "gone"}}, 204, None),
    ],
)
def test_success_is_the_first_status_of_200_to_299(
    responses: Any, success: int, response: Any
) -> None:
    found = operation(responses=responses)
    assert (found.success, found.response) == (success, response)


def test_a_range_of_errors_stands_for_each_of_them() -> None:
    found = operation(responses={"200": answers(TEXT), "4xx": answers({}), "500": answers({})})
    assert [error.status for error in found.errors] == [400, 401, 403, 404, 409, 422, 500]


def test_a_parameter_has_its_schema_or_that_of_its_content() -> None:
    as_json = {"application/json": {"schema": {"type": "object"}}}
    found = operation(
        parameters=[
            {"name": "a", "in": "query", "schema": True},
            {"name": "b", "in": "query", "content": as_json},
            {"name": "c", "in": "cookie", "schema": TEXT},
        ]
    )
    assert [(item.name, item.json_schema) for item in found.parameters] == [
        ("a", {}),
        ("b", {"type": "object"}),
    ]


def test_signing_in_is_asked_where_no_alternative_is_open() -> None:
    assert operation(security=[{"key": []}]).access is not None
    assert operation(security=[{"key": []}, {}]).access is None
    assert operation(security=[]).access is None


def test_schemas_that_contain_themselves_have_an_end() -> None:
    circle = {"allOf": [{"$ref": "#/components/schemas/Pet"}]}
    document = normalise(text_of(with_schema(circle))).document
    reference = {"$ref": "#/components/schemas/Pet"}
    assert schema_at(document, reference, "/name") is None
    tree = {"properties": {"child": {"$ref": "#/components/schemas/Pet"}, "name": TEXT}}
    document = normalise(text_of(with_schema(tree))).document
    assert schema_at(document, reference, "/child/child/child/name") == TEXT
