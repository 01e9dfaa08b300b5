"""The offline model reads its request language: entities, fields, references, and what is left."""

from __future__ import annotations

import pytest

from tests.support.plans import LIBRARY, NOTES, PLANTS, planned
from workbench.offline.reading.understanding import understand
from workbench.plan.fields import FieldType, IntegerField
from workbench.plan.system import Entity
from workbench.planning.acceptance import unproven_by_plan


def fields(entity: Entity) -> dict[str, FieldType]:
    """The fields that clients write, with their types."""
    return {field.name: field.type for field in entity.client_fields}


def open_requirements(request: str) -> list[str]:
    """The texts of the requirements that nothing proves."""
    plan = planned(request)
    unproven = unproven_by_plan(plan)
    return [item.text for item in plan.requirements if item.id in unproven]


def test_a_notes_app_has_one_required_field() -> None:
    plan = planned(NOTES)
    assert fields(plan.entity("Note")) == {"content": FieldType.TEXT}
    assert plan.entity("Note").field("content").required


def test_a_list_with_its_fields_is_an_entity_with_those_fields() -> None:
    entity = planned("a todo list with title, done and due date").entity("Todo")
    assert fields(entity) == {
        "title": FieldType.STRING,
        "done": FieldType.BOOLEAN,
        "due_date": FieldType.DATE,
    }
    assert entity.plural == "todos"


def test_several_entities_with_typed_and_constrained_fields() -> None:
    plan = planned(LIBRARY)
    book = plan.entity("Book")
    assert plan.title == "Library"
    assert book.field("year").type is FieldType.INTEGER
    assert book.field("isbn").unique
    assert book.field("status").choices == ["to-read", "reading", "finished"]
    assert plan.entity("Member").field("email").type is FieldType.EMAIL


def test_something_for_each_other_thing_is_a_reference() -> None:
    plan = planned(PLANTS)
    days = plan.entity("Plant").field("watering_days")
    assert isinstance(days, IntegerField)
    assert (days.min, days.max) == (1, 60)
    reference = plan.entity("Note").field("plant_id")
    assert (reference.target, reference.required) == ("Plant", True)


@pytest.mark.parametrize(
    "request_text",
    [
        "posts (title) and comments on posts (text)",
        "posts (title), comments for each post (text)",
        "posts (title), comments per post (text)",
        "posts (title), comments (text, post)",
        "posts (title), comments (text, post:post)",
        "posts (title) and comments (text). Each comment belongs to a post.",
        "comments for each post (text, post), posts (title)",
    ],
)
def test_a_reference_can_be_said_in_many_ways(request_text: str) -> None:
    plan = planned(request_text)
    assert plan.entity("Comment").field("post_id").target == "Post"
    assert len(plan.entity("Comment").client_fields) == 2
    assert open_requirements(request_text) == []


def test_notes_for_each_plant_need_plants() -> None:
    plan = planned("notes for each plant (text, plant)")
    assert plan.entity("Note").field("plant_id").target == "Plant"
    assert any("Plants are kept too" in text for text in plan.assumptions)


def test_a_field_named_after_an_entity_is_a_reference() -> None:
    loan = planned("loans (book, member, due:date), books (title) and members (name)").entity(
        "Loan"
    )
    assert {f.name: f.target for f in loan.client_fields if f.target} == {
        "book_id": "Book",
        "member_id": "Member",
    }


def test_two_references_to_the_same_entity_keep_their_names() -> None:
    game = planned("games (home:team, away:team optional), teams (name)").entity("Game")
    assert {f.name: f.required for f in game.client_fields if f.target == "Team"} == {
        "home_id": True,
        "away_id": False,
    }


def test_records_that_would_need_each_other_first_can_still_be_created() -> None:
    plan = planned("posts (title, comment), comments (text, post)")
    assert not plan.entity("Post").field("comment_id").required
    assert plan.entity("Comment").field("post_id").required
    assert any("optional" in text for text in plan.assumptions)


def test_what_is_not_optional_is_required() -> None:
    patient = planned(
        "patients (name, email unique, birth_date:date optional, active:boolean, note (optional))"
    ).entity("Patient")
    assert {field.name: field.required for field in patient.client_fields} == {
        "name": True,
        "email": True,
        "birth_date": False,
        "active": True,
        "note": False,
    }
    assert patient.field("email").unique


@pytest.mark.parametrize(
    ("request_text", "phrases"),
    [
        ("A notes app. Users can log in with Google", ["Users can log in with Google"]),
        ("books (title, price in several currencies)", ["price in several currencies"]),
        ("books (title) and a dashboard with charts", ["a dashboard with charts"]),
        ("A house has rooms (name), and each has plants (name).", ["each has plants"]),
        ("An app with login, PDF export, plants (name)", ["PDF export"]),
        ("plants (name), with photo upload, and notes (text)", ["photo upload"]),
        ("The app must be in German: restaurants (name)", ["The app must be in German"]),
        (
            "A notes app. Each user has their own notes. Only admins can delete notes",
            ["Only admins can delete notes"],
        ),
        ("plants (name). Only admins can water plants", ["Only admins can water plants"]),
        (
            "an expense tracker with categories and a monthly chart of rain",
            ["a monthly chart of rain"],
        ),
        ("books (title) and a monthly chart", ["a monthly chart"]),
        ("Build me a CRM for dentists", ["for dentists"]),
        ("books (title, photo, address (street, city))", ["photo", "address (street, city)"]),
        ("books (title, title)", ["title"]),
        ("meters (name, read_at:date min 2000)", ["read_at:date min 2000"]),
    ],
)
def test_what_is_not_understood_is_never_dropped(request_text: str, phrases: list[str]) -> None:
    assert understand(request_text).not_understood == phrases
    assert open_requirements(request_text) == [f"Not understood: “{text}”" for text in phrases]


@pytest.mark.parametrize(
    "request_text",
    [
        "a recipe box with tags and search",
        "recipes (title, tags), tags (name)",
        "recipes (title, text) with tags",
    ],
)
def test_several_of_one_for_each_other_are_an_array_of_references(request_text: str) -> None:
    assert open_requirements(request_text) == []
    read = understand(request_text)
    [tags] = [field for field in read.entities[0].fields if field.name == "tags"]
    assert (tags.type, tags.target, tags.optional) == (FieldType.REFS, "Tag", True)
    assert [entity.name for entity in read.entities] == ["Recipe", "Tag"]
    assert "A recipe has any number of tags, and a tag any number of recipes." in read.assumptions


@pytest.mark.parametrize("request_text", ["Make me rich", "?!", "an app", "sing a song", "(a, b)"])
def test_a_request_that_names_nothing_to_keep_has_no_entity(request_text: str) -> None:
    assert understand(request_text).entities == []


@pytest.mark.parametrize(
    "request_text",
    [
        "a notes app. I can add, edit, delete and search notes",
        "a notes app with search, sorting and dark mode",
        "books (title, author). Users can sort books by title and filter by author.",
    ],
)
def test_what_every_page_does_is_understood(request_text: str) -> None:
    assert understand(request_text).not_understood == []
