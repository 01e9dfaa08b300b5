"""A search covers the lists and the server's texts that the plan marks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.recipes import CHEF, recipes
from tests.support.talking import Talk
from workbench.plan.fields import read_field
from workbench.plan.system import BindingRole
from workbench.reference.traces import derive_traces

BREAD = {"title": "Bread", "ingredients": ["Rye flour", "Salt"], "tags": ["sour"]}


@pytest.mark.parametrize(
    ("text", "found"),
    [("SALT", 1), ("flour", 1), ("bread", 1), ("sour", 0), ("flour, salt", 0), ('"', 0)],
)
def test_each_text_of_a_list_is_searched_by_itself(text: str, found: int) -> None:
    talk = Talk(recipes())
    talk.make("/recipes", BREAD)
    assert len(talk.ask("GET", "/recipes", query={"q": text}).body) == found


def test_what_the_server_writes_may_hold_the_text() -> None:
    talk = Talk(recipes(chef=True))
    talk.make("/recipes", BREAD)
    assert len(talk.ask("GET", "/recipes", query={"q": "salt"}).body) == 1
    assert talk.status("GET", "/recipes", query={"q": "Ann"}) == set()


def test_the_document_names_what_is_searched() -> None:
    plan = recipes(chef=True)
    binding = plan.binding("Recipe", BindingRole.LIST)
    assert binding is not None
    [q] = [p for p in plan.operation(binding.operation).parameters if p.name == "q"]
    assert q.description.endswith("in: title, ingredients, chef")


def test_a_trace_searches_a_list_and_none_where_the_server_writes_too() -> None:
    found = {trace.id for trace in derive_traces(recipes())}
    assert {"recipes.search.title", "recipes.search.ingredients"} <= found
    assert "recipes.search.tags" not in found
    open_ones = {trace.id for trace in derive_traces(recipes(chef=True))}
    assert not any(name.startswith("recipes.search.") for name in open_ones)


@pytest.mark.parametrize(
    "changed",
    [
        {"write": "client", "computed": None},
        {"type": "integer"},
        {"secret": True, "computed": None},
    ],
)
def test_other_fields_are_not_marked(changed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="`searched`"):
        read_field(CHEF | changed)
