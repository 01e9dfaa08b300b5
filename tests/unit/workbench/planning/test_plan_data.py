"""A plan that no later step could bear is refused with its place, never with an exception of another kind."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.documents import minimal, text_of
from tests.support.odd_documents import VALUES, places_of
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.plan_data import UnreadablePlan, read_plan


def plan(**members: Any) -> dict[str, Any]:
    """The data of a small plan that is accepted."""
    note = {
        "name": "Note",
        "plural": "notes",
        "labels": {"singular": "Note", "plural": "Notes"},
        "display_field": "title",
        "fields": [
            {"name": "title", "label": "Title", "type": "string", "required": True},
            {"name": "stars", "label": "Stars", "type": "integer", "min": 1, "max": 5},
        ],
    }
    return {
        "name": "notes",
        "title": "Notes",
        "summary": "Keeps notes",
        "entities": [note],
        **members,
    }


def operation(schema: Any) -> dict[str, Any]:
    """An operation of a plan's own that answers by this schema."""
    return {
        "id": "tell",
        "method": "GET",
        "path": "/tell",
        "summary": "Tells",
        "success": 200,
        "response": schema,
    }


def with_field(**members: Any) -> dict[str, Any]:
    data = plan()
    data["entities"][0]["fields"][0] |= members
    return data


def nested(levels: int) -> Any:
    value: Any = {}
    for _ in range(levels):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "is nested deeper than"),
        ('{"a": ' + "7" * 5000 + "}", "a number has 5,000 digits"),
        ('{"a": NaN}', "NaN is not JSON"),
        ('{"a": 1,}', "is not JSON"),
    ],
)
def test_texts_that_are_no_plan(text: str, reason: str) -> None:
    with pytest.raises(UnreadablePlan, match=reason):
        read_plan(text)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (nested(100_000), "is nested deeper than 80 levels"),
        (plan(title="\ud800"), "title: has half a character"),
        (plan(theme={"tokens": {"\udfff": "x"}}), "theme.tokens: has half a character"),
        (with_field(default=10**5000), "default: is an integer of more than 1,024 bits"),
        (with_field(default=float("inf")), "default: is not a JSON number"),
        (
            with_field(max_length=200_000_000),
            "title.maxLength: must be from 0 to 200,000, the most that a request can carry; it is 200,000,000",
        ),
        (with_field(min_length=-1), "title.minLength: must be from 0 to"),
        (with_field(name="t" * 300), "the name has 300 characters; at most 100"),
        (plan(name="n" * 300), "name: the name has 300 characters; at most 100"),
        (
            plan(operations=[operation({"$ref": "file:///etc/passwd"})]),
            "names nothing in the document",
        ),
        (
            plan(operations=[operation({"$ref": "http://localhost/x"})]),
            "names nothing in the document",
        ),
        (
            plan(operations=[operation({"$ref": "#/components/schemas/Nobody"})]),
            "names nothing in the document",
        ),
        (plan(operations=[operation({"items": {"$id": "http://x/"}})]), r"\$id is not taken"),
        (plan(operations=[operation({"type": "objekt"})]), "/schema/type.: "),
        (plan(operations=[operation({"properties": []})]), "/schema/properties.: "),
    ],
)
def test_plans_that_nothing_could_be_built_from(data: Any, reason: str) -> None:
    with pytest.raises(ImpossiblePlan, match=reason) as refused:
        accept_plan(data)
    assert all(len(str(problem)) < 600 for problem in refused.value.problems)


def test_a_reference_is_never_followed_out_of_the_plan(tmp_path: Any) -> None:
    secret = tmp_path / "key.json"
    secret.write_text('{"type": "private-key-content"}')
    with pytest.raises(ImpossiblePlan) as refused:
        accept_plan(plan(operations=[operation({"$ref": secret.as_uri()})]))
    assert "private-key-content" not in str(refused.value)


def test_operations_of_a_document_are_found_by_the_names_it_gives_them() -> None:
    document = minimal()
    document["paths"]["/pets"]["get"] |= {
        "operationId": "pets/list",
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": {"type": "array", "items": {}}}},
            }
        },
    }
    binding = {"entity": "Note", "role": "list", "operation": "pets/list", "total": ""}
    accepted = accept_plan(plan(bindings=[binding]), text_of(document))
    assert accepted.bindings[0].operation == "petsList"
    assert accepted.operation("petsList").path == "/pets"


@pytest.mark.parametrize("document", ["", "a: &a [*a]", "paths:"])
def test_a_document_that_cannot_be_used_is_a_reason_to_refuse(document: str) -> None:
    with pytest.raises(ImpossiblePlan, match="document: "):
        accept_plan(plan(), document)


@st.composite
def mutated_plans(draw: st.DrawFn) -> Any:
    data = plan(
        operations=[operation({"type": "object", "properties": {"a": {"type": "string"}}})],
        requirements=[{"id": "R1", "text": "Keeps notes", "kind": "api"}],
        pages=[{"route": "/notes", "title": "Notes", "heading": "Notes", "collection": "Note"}],
    )
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from([place for place in places_of(data) if place]))
        holder: Any = data
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = draw(VALUES)
    return data


@given(mutated_plans())
@settings(max_examples=200, database=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_plan_is_accepted_or_impossible(data: Any) -> None:
    try:
        accepted = accept_plan(copy.deepcopy(data))
    except ImpossiblePlan:
        return
    assert json.dumps(accepted.model_dump(mode="json"), allow_nan=False)
