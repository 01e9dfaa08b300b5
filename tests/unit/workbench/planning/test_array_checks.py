"""Arrays of a plan: what they cannot be, and what the conventions make of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import ACCOUNT
from tests.support.workshop import TAG, TOOL, workshop
from workbench.openapi.document import field_schema
from workbench.plan.conventions.lists import filter_fields, sort_fields
from workbench.planning.acceptance import ImpossiblePlan, accept_plan


def with_tags(rules: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, Any]:
    """A plan of tools whose tags are described so."""
    tags = {"name": "tags", "label": "Tags", "type": "refs", "ref": "Tag"} | more
    tool = TOOL | {"fields": [*TOOL["fields"][:-1], tags]}
    return {
        "name": "workshop",
        "title": "Workshop",
        "summary": "",
        "entities": [TAG, tool],
        "invariants": rules or [],
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (with_tags(ref=None), "refs needs the key ref"),
        (with_tags(ref="Label"), "there is no entity 'Label'"),
        (with_tags(required=True), "leave out required"),
        (with_tags(nullable=True), "leave out nullable"),
        (with_tags(unique=True), "leave out unique"),
        (with_tags(default=[1]), "leave out default"),
        (with_tags(write="server"), "leave out write"),
        (
            with_tags(type="list", ref=None, nullable=True),
            "`nullable` does not apply to list (a missing value is [], never null)",
        ),
        (
            with_tags([{"id": "r", "entity": "Tool", "kind": "unique", "fields": ["tags"]}]),
            "'tags' is an array",
        ),
    ],
)
def test_an_array_that_cannot_be_is_refused_with_what_to_leave_out(
    data: dict[str, Any], message: str
) -> None:
    with pytest.raises(ImpossiblePlan) as raised:
        accept_plan(data)
    assert message in str(raised.value)


def test_an_account_has_no_array() -> None:
    data = with_tags()
    account = ACCOUNT | {
        "fields": [*ACCOUNT["fields"], {"name": "tags", "label": "Tags", "type": "list"}]
    }
    data["entities"] = [*data["entities"], account]
    data["accounts"] = {
        "entity": "Account",
        "login": "email",
        "password": "password",
        "role": "role",
    }
    with pytest.raises(ImpossiblePlan, match="an account cannot have a field of type list"):
        accept_plan(data)


def test_nothing_is_counted_over_an_array() -> None:
    data = with_tags()
    used = {
        "name": "used",
        "label": "Used",
        "type": "integer",
        "write": "server",
        "derived": {"how": "count", "child": "Tool", "ref": "tags"},
    }
    data["entities"][0] = TAG | {"fields": [*TAG["fields"], used]}
    with pytest.raises(ImpossiblePlan, match="from which nothing can be computed"):
        accept_plan(data)


def test_an_array_is_empty_by_default_filtered_by_and_not_sorted_by() -> None:
    tool = workshop().entity("Tool")
    assert tool.field("tags").default == []
    assert "tags" in [field.name for field in filter_fields(tool)]
    assert "tags" not in [field.name for field in sort_fields(tool)]


def test_the_document_says_that_each_id_is_there_once() -> None:
    assert field_schema(workshop().entity("Tool").field("tags")) == {
        "type": "array",
        "items": {"type": "integer", "format": "int64", "minimum": 1},
        "uniqueItems": True,
        "maxItems": 100,
        "default": [],
    }
