"""The offline model understands its small grammar, and says what it did not understand."""

from __future__ import annotations

import pytest

from tests.support.plans import LIBRARY, NOTES, PLANTS, planned
from workbench.offline.understanding import understand
from workbench.plan.fields import FieldType
from workbench.planning.acceptance import unproven_by_plan


def test_a_notes_app_has_one_required_field() -> None:
    plan = planned(NOTES)
    assert [field.name for field in plan.entity("Note").client_fields] == ["content"]
    assert plan.entity("Note").field("content").required


def test_a_list_with_fields() -> None:
    entity = planned("a todo list with title, done and due date").entity("Todo")
    assert [(f.name, f.type) for f in entity.client_fields] == [
        ("title", FieldType.STRING),
        ("done", FieldType.BOOLEAN),
        ("due_date", FieldType.DATE),
    ]
    assert entity.plural == "todos"


def test_several_entities_with_typed_and_constrained_fields() -> None:
    plan = planned(LIBRARY)
    book = plan.entity("Book")
    assert plan.title == "Library"
    assert book.field("year").type is FieldType.INTEGER
    assert book.field("isbn").unique
    assert book.field("status").values == ["to-read", "reading", "finished"]
    assert plan.entity("Member").field("email").type is FieldType.EMAIL


def test_something_for_each_other_thing_is_a_reference() -> None:
    plan = planned(PLANTS)
    days = plan.entity("Plant").field("watering_days")
    assert (days.min, days.max) == (1, 60)
    reference = plan.entity("Note").field("plant_id")
    assert (reference.ref, reference.required) == ("Plant", True)


def test_a_field_named_after_an_entity_is_a_reference() -> None:
    loan = planned("loans (book, member, due:date), books (title) and members (name)").entity(
        "Loan"
    )
    assert {f.name: f.ref for f in loan.client_fields if f.ref} == {
        "book_id": "Book",
        "member_id": "Member",
    }


@pytest.mark.parametrize(
    ("request_text", "phrase"),
    [
        ("A notes app. Users can log in with Google", "Users can log in with Google"),
        ("a recipe box with tags and search", "tags"),
        ("books (title, price in several currencies)", "price in several currencies"),
        ("books (title) and a dashboard with charts", "a dashboard with charts"),
    ],
)
def test_what_is_not_understood_is_never_dropped(request_text: str, phrase: str) -> None:
    assert phrase in understand(request_text).not_understood
    plan = planned(request_text)
    unproven = unproven_by_plan(plan)
    assert [item.text for item in plan.requirements if item.id in unproven] == [
        f"Not understood: “{phrase}”"
    ]


@pytest.mark.parametrize("request_text", ["Make me rich", "?!", "an app", "sing a song"])
def test_a_request_that_names_nothing_to_keep_has_no_entity(request_text: str) -> None:
    assert understand(request_text).entities == []


def test_what_the_house_style_answers_anyway_is_understood() -> None:
    assert understand("a notes app. I can add, edit, delete and search notes").not_understood == []
