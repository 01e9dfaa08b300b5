"""The document follows from the plan and is valid OpenAPI 3.1 (checked as it is derived)."""

from __future__ import annotations

from typing import Any

from tests.support.plans import LIBRARY, PLANTS, planned
from workbench.openapi.document import openapi_document


def document(request: str) -> Any:
    return openapi_document(planned(request))


def test_every_operation_of_every_entity_is_described() -> None:
    paths = document(LIBRARY)["paths"]
    assert {path: sorted(item) for path, item in paths.items()} == {
        "/books": ["get", "post"],
        "/books/{id}": ["delete", "get", "put"],
        "/members": ["get", "post"],
        "/members/{id}": ["delete", "get", "put"],
    }


def test_constraints_are_in_the_schema() -> None:
    schemas = document(PLANTS)["components"]["schemas"]
    days = schemas["PlantInput"]["properties"]["watering_days"]
    assert (days["minimum"], days["maximum"]) == (1, 60)
    assert schemas["NoteInput"]["required"] == ["text", "plant_id"]
    assert "created_at" in schemas["Note"]["required"]
    assert "created_at" not in schemas["NoteInput"]["properties"]


def test_a_unique_field_declares_its_conflict() -> None:
    responses = document(LIBRARY)["paths"]["/books"]["post"]["responses"]
    assert "409" in responses
    assert "409" not in document(LIBRARY)["paths"]["/members"]["post"]["responses"]


def test_optional_values_may_be_null() -> None:
    properties = document(LIBRARY)["components"]["schemas"]["Book"]["properties"]
    assert properties["year"]["type"] == ["integer", "null"]
    assert properties["status"]["default"] == "to-read"


def test_no_error_leaves_its_words_empty() -> None:
    problem = document(LIBRARY)["components"]["schemas"]["Problem"]["properties"]
    of_a_field = problem["errors"]["items"]["properties"]
    assert {
        schema["minLength"]
        for schema in (problem["title"], problem["detail"], of_a_field["message"])
    } == {1}
