"""Requests as people write them: what they type first, other languages, lists over several lines."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.counting import calls_of
from tests.support.plans import PLANTS, planned
from workbench.llm.blocks import Block
from workbench.offline.catalogue.entries import systems, things
from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.understanding import understand
from workbench.offline.skills import plan as plan_skill
from workbench.plan.fields import FieldType
from workbench.plan.system import SystemPlan
from workbench.planning.contradiction import contradiction


def shape(plan: SystemPlan) -> dict[str, list[str]]:
    """Each entity's fields that clients write."""
    return {entity.name: [field.name for field in entity.client_fields] for entity in plan.entities}


def refusal(request: str) -> str:
    """What the offline model says instead of a plan."""
    blocks = plan_skill(
        [Block("task", "plan"), Block("request", request), Block("storage", "sqlite")]
    )
    assert blocks[0].kind == "refusal"
    return blocks[0].text


@pytest.mark.parametrize(
    ("request_text", "entities", "references"),
    [
        (
            "A blog with posts, comments and tags",
            ["Post", "Comment", "Tag"],
            {("Comment", "Post"), ("Post", "Tag")},
        ),
        (
            "posts (title, text) with comments and tags",
            ["Post", "Comment", "Tag"],
            {("Comment", "Post"), ("Post", "Tag")},
        ),
        (
            "an expense tracker with categories and a monthly chart",
            ["Expense", "Category"],
            {("Expense", "Category")},
        ),
        (
            "Build me a CRM",
            ["Company", "Contact", "Deal"],
            {("Contact", "Company"), ("Deal", "Company")},
        ),
        ("customers with orders", ["Customer", "Order"], {("Order", "Customer")}),
        ("A zoo with animals and keepers", ["Animal", "Keeper"], set()),
        ("Track my plants", ["Plant"], set()),
        ("an app to manage my books", ["Book"], set()),
        ("I would like a small recipe box, please", ["Recipe"], set()),
    ],
)
def test_what_people_type_first(
    request_text: str, entities: list[str], references: set[tuple[str, str]]
) -> None:
    plan = planned(request_text)
    assert [entity.name for entity in plan.entities] == entities
    found = {(e.name, f.target) for e in plan.entities for f in e.client_fields if f.target}
    assert found == references
    assert plan.assumptions
    assert contradiction(plan) is None


def test_fields_that_the_request_names_replace_those_of_the_catalogue() -> None:
    plan = planned("A blog with posts and comments. Each post has a headline and a teaser:text.")
    assert shape(plan)["Post"] == ["headline", "teaser"]
    assert shape(plan)["Comment"] == ["author", "body", "post_id"]


def test_everything_assumed_is_said() -> None:
    said = "\n".join(planned("A blog with posts and comments. loans (book, due)").assumptions)
    assert "The request gives no fields for comments; they get author, body." in said
    assert "A comment belongs to a post." in said
    assert "Loans: due is a date, as the names suggest." in said
    said = "\n".join(planned("readings (value:number)").assumptions)
    assert "A reading also has a name" in said


def test_names_are_transliterated_and_labels_are_kept() -> None:
    plan = planned("Verwalte Aufträge (Titel, Größe:int, Straße)")
    entity = plan.entities[0]
    assert (entity.name, entity.plural) == ("Auftrag", "auftrage")
    assert entity.labels.plural == "Aufträge"
    assert [(f.name, f.label) for f in entity.client_fields] == [
        ("titel", "Titel"),
        ("grosse", "Größe"),
        ("strasse", "Straße"),
    ]
    assert plan.requirements[0].text.startswith("Aufträge can be created")


@pytest.mark.parametrize(
    ("request_text", "expected", "labels"),
    [
        (
            "Verwaltung von Kunden (Name, Telefon) und Rechnungen (Nummer)",
            {"Kunde": ["name", "telefon"], "Rechnung": ["nummer"]},
            ["Kunden", "Rechnungen"],
        ),
        (
            "Jede Pflanze hat einen Namen und einen Standort.",
            {"Pflanze": ["namen", "standort"]},
            ["Pflanzen"],
        ),
        (
            "Une application pour gérer mes livres avec titre, auteur et année",
            {"Livre": ["titre", "auteur", "annee"]},
            ["Livres"],
        ),
        (
            "Una aplicación para gestionar clientes con nombre, correo y teléfono",
            {"Cliente": ["nombre", "correo", "telefono"]},
            ["Clientes"],
        ),
        (
            "Un'app per gestire le ricette con titolo e tempo di preparazione",
            {"Ricetta": ["titolo", "tempo_di_preparazione"]},
            ["Ricette"],
        ),
    ],
)
def test_nouns_of_other_languages_have_their_own_singular_and_plural(
    request_text: str, expected: dict[str, list[str]], labels: list[str]
) -> None:
    plan = planned(request_text)
    assert shape(plan) == expected
    assert [entity.labels.plural for entity in plan.entities] == labels


def test_a_field_called_as_the_and_of_another_language_is_kept() -> None:
    [entity] = planned("Una aplicación para gestionar puntos con nombre, x, y").entities
    assert [field.name for field in entity.client_fields] == ["nombre", "x", "y"]


@pytest.mark.parametrize(
    "request_text",
    [
        "books (title, author) and members (name, email)",
        "books (title,\nauthor) and\nmembers (name, email)",
        "books (\n  title\n  author\n)\nmembers (\n  name,\n  email,\n)",
        "- books (title, author)\n- members (name, email)",
        "* books: title, author\n* members: name, email",
        "1. books (title, author)\n2. members (name, email)",
        "An app with:\nbooks (title, author)\nmembers (name, email)\n",
        "Books have:\n- title\n- author\n\nMembers have:\n- name\n- email\n",
        "Books have a title and an author. Members have a name and an email.",
        "# Books\n\n**Books**: title, author\n\n**Members**: name, email",
        "books [title; author]; members {name; email}",
    ],
)
def test_the_same_request_on_one_line_or_on_many(request_text: str) -> None:
    assert shape(planned(request_text)) == {
        "Book": ["title", "author"],
        "Member": ["name", "email"],
    }
    assert understand(request_text).not_understood == []


def test_a_wrapped_request_is_read_as_one_line() -> None:
    wrapped = PLANTS.replace(", ", ",\n").replace(" and ", "\nand ")
    assert shape(planned(wrapped)) == shape(planned(PLANTS))


@pytest.mark.parametrize(
    ("request_text", "entity", "fields"),
    [
        ("books (title, author, pages)", "Book", ["title", "author", "pages"]),
        ("books (title, sort, filter, search)", "Book", ["title", "sort", "filter", "search"]),
        (
            "results (driver, constructor, points:int)",
            "Result",
            ["driver", "constructor_value", "points"],
        ),
        ("plants (name:int)", "Plant", ["title", "name"]),
        ("2024 goals (title)", "Goal2024", ["title"]),
        (
            "people (first name, last name and email)",
            "Person",
            ["first_name", "last_name", "email"],
        ),
        (
            "a list of people with first name, last name and email",
            "Person",
            ["first_name", "last_name", "email"],
        ),
        ("assets (name, value:number)", "AssetItem", ["name", "value"]),
        ("errors (text)", "Error", ["text"]),
        ("problems (text)", "ProblemItem", ["text"]),
        ("music album reviews (id, title)", "MusicAlbumReview", ["title"]),
        ("books (title), books (author)", "Book", ["title", "author"]),
    ],
)
def test_awkward_names_are_kept(request_text: str, entity: str, fields: list[str]) -> None:
    plan = planned(request_text)
    assert shape(plan) == {entity: fields}
    assert contradiction(plan) is None


@pytest.mark.parametrize(
    ("request_text", "expected"),
    [
        # a container that has fields, or several containers, are what is kept
        ("a diary (title, text)", {"Diary": ["title", "text"]}),
        ("A log with message and written on", {"Log": ["message", "written_on"]}),
        ("track job applications (company, position)", {"JobApplication": ["company", "position"]}),
        ("Manage mailing lists (name)", {"MailingList": ["name"]}),
        # a word alone
        ("todo", {"Todo": ["title", "due_on", "done"]}),
        ("Diary", {"Note": ["content"]}),
        ("a shopping list", {"Item": ["name", "quantity"]}),
        # a system that is named keeps what the request says, and only then what is usual
        ("A bookstore. Books have a title and a price.", {"Book": ["title", "price"]}),
        (
            "I need a library: there are books with title and year; and there are loans with due date.",
            {"Book": ["title", "year"], "Loan": ["name", "due_date"]},
        ),
        # notes in parentheses, among fields
        (
            "parcels: sender, status (sent, lost), code (unique)",
            {"Parcel": ["sender", "status", "code"]},
        ),
        # what belongs to what
        (
            "polls (question) with options (text)",
            {"Poll": ["question"], "Option": ["text", "poll_id"]},
        ),
        (
            "tasks (title), each task belongs to a project",
            {"Task": ["title", "project_id"], "Project": ["name", "description", "due_on"]},
        ),
        (
            "track expenses by category",
            {"Expense": ["description", "amount", "spent_on", "category_id"], "Category": ["name"]},
        ),
    ],
)
def test_what_the_words_around_the_fields_say(
    request_text: str, expected: dict[str, list[str]]
) -> None:
    plan = planned(request_text)
    assert shape(plan) == expected
    assert not any(item.text.startswith("Not ") for item in plan.requirements)


def test_an_entity_is_shown_under_the_requests_own_name() -> None:
    entity = planned("assets (name)").entity("AssetItem")
    assert (entity.plural, entity.labels.plural) == ("asset_items", "Assets")


def test_a_request_that_contradicts_itself_is_refused_in_its_own_words() -> None:
    assert refusal("boxes (name, size:int min 0.5 max 0.7)") == (
        "“size:int min 0.5 max 0.7”: there is no whole number from 0.5 to 0.7."
    )


def test_a_request_without_anything_to_keep_is_refused_with_an_example() -> None:
    assert "books (title, author, year:int)" in refusal("Make me rich")


@pytest.mark.parametrize(
    "text",
    [
        "lorem ipsum dolor ",
        "can need have ",
        "(((( a ",
        "a: ",
        "a | ",
        "a|b",
        "a monthly chart of ",
        "a has b ",
        "- a\n",
        "genre: a, ",
        "a:\n  b\n",
        "zwischen 1 und 5 ",
    ],
)
def test_the_work_grows_with_the_length_and_not_faster(text: str) -> None:
    """Ten times as long a request takes at most about ten times the work."""
    understand(text)
    short, long = (
        calls_of(partial(understand, text * (length // len(text)))) for length in (2_000, 20_000)
    )
    assert long < 15 * short


def test_the_catalogue_is_written_in_the_request_language() -> None:
    for name, thing in things().items():
        ideas = [read_field(item) for item in thing.fields.split(", ")]
        assert all(ideas), name
        assert any(
            idea and not idea.optional and idea.type in (FieldType.STRING, FieldType.TEXT)
            for idea in ideas
        ), name
    assert {key for kept in systems().values() for key in kept} <= set(things())
    assert len(things()) >= 60


def test_every_thing_of_the_catalogue_can_be_planned_beside_all_others() -> None:
    plan = planned("a system with " + ", ".join(f"{name}s (name)" for name in list(things())[:12]))
    assert contradiction(plan) is None
