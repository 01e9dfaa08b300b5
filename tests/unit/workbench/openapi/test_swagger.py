"""Swagger 2.0 is written as OpenAPI 3.1, so that the same gates prove it."""

from __future__ import annotations

from typing import Any

import yaml

from tests.support.documents import SWAGGER
from workbench.openapi.client_operations import client_operations
from workbench.openapi.normalising import normalise


def document() -> dict[str, Any]:
    found = normalise(SWAGGER)
    assert found.problem == ""
    return found.document


def test_it_is_valid_and_says_what_was_done() -> None:
    assert normalise(SWAGGER).repairs[0] == "/swagger: Swagger 2.0 is written as OpenAPI 3.1.0"
    assert "its path /v2 is put before every path" in normalise(SWAGGER).repairs[-1]


def test_operations_have_their_parameters_bodies_and_answers() -> None:
    listed, created, uploaded = client_operations(document())
    assert [(item.name, item.json_schema) for item in listed.parameters] == [
        ("limit", {"type": "integer", "maximum": 50}),
        ("tags", {"type": "array", "items": {"type": "string"}}),
    ]
    assert listed.response == {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
    assert [error.status for error in listed.errors] == [404]
    assert listed.access is not None
    assert created.request == {"$ref": "#/components/schemas/Order"}
    assert created.success == 201
    assert uploaded.path == "/v2/files"
    assert uploaded.request is None


def test_forms_schemas_and_ways_to_sign_in_have_the_words_of_openapi_3() -> None:
    found = document()
    body = found["paths"]["/v2/files"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert body["schema"]["properties"]["file"] == {"type": "string", "format": "binary"}
    assert body["schema"]["required"] == ["file"]
    order = found["components"]["schemas"]["Order"]
    assert order["discriminator"] == {"propertyName": "kind"}
    assert order["properties"]["note"]["type"] == ["string", "null"]
    schemes = found["components"]["securitySchemes"]
    assert schemes["basic"] == {"type": "http", "scheme": "basic"}
    assert schemes["flow"]["flows"]["authorizationCode"]["tokenUrl"] == "https://x/t"


def test_parts_of_another_shape_are_left_out_and_not_fatal() -> None:
    odd = yaml.safe_load(SWAGGER) | {
        "definitions": [],
        "parameters": "none",
        "responses": {"a": 1},
        "schemes": 7,
        "host": 5,
        "securityDefinitions": [1],
    }
    found = normalise(yaml.safe_dump(odd))
    assert len(client_operations(found.document)) == 3
