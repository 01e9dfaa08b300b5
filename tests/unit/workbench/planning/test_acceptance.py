"""Impossible plans are refused before anything is written, with the field named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import LIBRARY, planned
from workbench.plan.steps import ParallelStep
from workbench.planning.acceptance import ImpossiblePlan, accept_plan, records_problems


def minimal(**fields: Any) -> dict[str, Any]:
    title = {"name": "title", "label": "Title", "type": "string", "required": True}
    entity = {
        "name": "Book",
        "plural": "books",
        "labels": {"singular": "Book", "plural": "Books"},
        "display_field": "title",
        "fields": [title],
    }
    return {"name": "library", "title": "Library", "summary": "", "entities": [entity]} | fields


def with_field(**field: Any) -> dict[str, Any]:
    plan = minimal()
    plan["entities"][0]["fields"].append({"name": "extra", "label": "Extra"} | field)
    return plan


def with_entity(**entity: Any) -> dict[str, Any]:
    plan = minimal()
    plan["entities"][0] |= entity
    return plan


def with_chart(**chart: Any) -> dict[str, Any]:
    drawn = {
        "name": "Books by year",
        "operation": "listBooks",
        "label": "/title",
        "values": ["/id"],
    }
    page = {"route": "/b", "title": "Years", "heading": "Years", "charts": [drawn | chart]}
    return minimal(pages=[page])


def test_a_minimal_plan_is_completed_by_the_conventions() -> None:
    plan = accept_plan(minimal())
    assert [f"{op.method} {op.path}" for op in plan.operations] == [
        "GET /books",
        "POST /books",
        "GET /books/{id}",
        "PUT /books/{id}",
        "DELETE /books/{id}",
    ]
    assert plan.pages[0].route == "/books"


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (with_field(type="nonsense"), "type"),
        (with_field(type="string", min_length=5, max_length=2), "'extra': minLength 5 is greater"),
        (with_field(type="integer", min=5, max=2), "'extra': minimum 5 is greater"),
        (with_field(type="boolean", min=5), "'extra': `minimum` does not apply to type boolean"),
        (
            with_field(type="integer", pattern="x"),
            "'extra': `pattern` does not apply to type integer",
        ),
        (with_field(type="string", pattern="("), "'extra': pattern does not compile"),
        (with_field(type="string", pattern="^a$"), "'extra': a pattern needs three"),
        (with_field(type="enum", values=["a"]), "'extra': an enum needs at least two"),
        (with_field(type="enum", values=["a", "b"], default="c"), "'extra': default 'c'"),
        (with_field(type="ref"), "'extra': type ref needs the key `ref`"),
        (with_field(type="ref", ref="Ghost"), "no entity 'Ghost'"),
        (with_field(type="string", name="Bad Name"), "snake_case"),
        (with_field(type="string", name="id"), "reserved for the identifier"),
        (with_field(type="string", name="title"), "'title' occurs 2 times"),
        (with_field(type="string", colour="red"), "colour"),
        (with_entity(display_field="ghost"), "no field 'ghost'"),
        (with_entity(plural="Books!"), "cannot be a path segment"),
        (with_entity(name="book"), "entities.0.name"),
        (minimal(entities=[]), "entities"),
        (minimal(storage="paper"), "storage"),
        (minimal(locale="English, please"), "locale"),
        (minimal(timezone="Europe/Atlantis"), "timezone: there is no zone 'Europe/Atlantis'"),
        (minimal(currency="euros"), "currency"),
        (with_chart(operation="ghost"), "pages./b.charts: there is no operation 'ghost'"),
        (with_chart(operation="createBook"), "createBook must be a GET without path parameters"),
        (with_chart(), "no scenario checks the chart 'Books by year' (expect_chart)"),
        ("not even an object", "plan"),
    ],
)
def test_an_impossible_plan_is_refused_with_the_field_named(plan: Any, message: str) -> None:
    with pytest.raises(ImpossiblePlan) as error:
        accept_plan(plan)
    assert message in str(error.value)


def test_references_that_can_never_be_satisfied_are_refused() -> None:
    plan = with_field(type="ref", ref="Book", required=True)
    with pytest.raises(ImpossiblePlan, match="cycle"):
        accept_plan(plan)


def scenario(**step: Any) -> dict[str, Any]:
    requirement = {"id": "R1", "text": "x", "kind": "api"}
    steps = [
        {"kind": "http", "method": "GET", "path": "/books", "expect": {"status": [200]}} | step
    ]
    item = {"id": "s", "requirement": "R1", "title": "t", "steps": steps}
    return minimal(requirements=[requirement], scenarios=[item])


def expecting(pointer: str) -> dict[str, Any]:
    return scenario(expect={"status": [200], "body": [{"pointer": pointer, "op": "present"}]})


def test_a_value_in_the_answers_list_can_be_expected() -> None:
    plan = accept_plan(expecting("/0/title"))
    assert plan.scenarios[0].id == "s"


def test_operations_that_are_no_openapi_are_refused_with_their_place() -> None:
    operation = {
        "id": "odd",
        "method": "GET",
        "path": "/odd",
        "summary": "x",
        "success": 200,
        "response": {"type": "no such type"},
    }
    with pytest.raises(ImpossiblePlan, match=r"operations.*no such type"):
        accept_plan(minimal(operations=[operation]))


def on_page(**step: Any) -> dict[str, Any]:
    plan = scenario()
    plan["scenarios"][0]["steps"] = [{"kind": "ui"} | step]
    return plan


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (scenario(path="/ghosts"), "no operation has the path /ghosts"),
        (scenario(method="POST", path="/books/{{id}}"), "'id' is used before any step captures it"),
        (scenario(method="DELETE"), "no operation is DELETE /books"),
        (scenario(expect={"status": [204]}), "listBooks responds with 200, 400, never 204"),
        (scenario(capture={"id": "/id"}), "the response of listBooks has nothing at '/id'"),
        (expecting("/0/colour"), "the response of listBooks has nothing at '/0/colour'"),
        (scenario(kind="ui", action="goto", route="/x", expect=None), "scenarios"),
        (on_page(action="goto", route="/x"), "there is no page '/x'"),
        (
            on_page(action="fill", label="Ghost", value="x"),
            "no field, filter or search box has the label 'Ghost'",
        ),
        (on_page(action="click"), "ui.click.name: Field required"),
        (on_page(action="expect_chart", name="Ghost"), "no page has a chart 'Ghost'"),
    ],
)
def test_scenarios_can_only_use_what_exists(plan: dict[str, Any], message: str) -> None:
    with pytest.raises(ImpossiblePlan) as error:
        accept_plan(plan)
    assert message in str(error.value)


def test_a_plan_survives_its_json() -> None:
    plan = planned(LIBRARY)
    assert accept_plan(plan.model_dump(mode="json")) == plan


def test_parallel_requests_that_expect_nothing_themselves_get_one_of_the_counted_statuses() -> None:
    request = {"method": "POST", "path": "/notes", "body": {"title": "x"}}
    step = ParallelStep.model_validate(
        {"steps": [request, request], "answers": {"201": 1, "409": 1}}
    )
    assert [part.expect.status for part in step.steps] == [[201, 409], [201, 409]]


def test_a_list_may_be_sorted_by_a_moment_that_is_still_to_be_added() -> None:
    entity = {
        "name": "Note",
        "plural": "notes",
        "labels": {"singular": "Note", "plural": "Notes"},
        "display_field": "title",
        "timestamps": True,
        "default_sort": "created_at",
        "fields": [{"name": "title", "label": "Title", "type": "string", "required": True}],
    }
    data = {
        "name": "notes",
        "title": "Notes",
        "summary": "",
        "entities": [entity],
        "requirements": [{"id": "R1", "text": "Notes", "kind": "manual"}],
    }
    assert records_problems(data)[1] == []
    assert accept_plan(data).entity("Note").field("created_at").label
