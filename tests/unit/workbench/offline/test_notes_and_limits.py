"""What a request says of a field besides its name: in parentheses, after a comma, in a clause."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import planned
from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.ideas import FieldIdea
from workbench.offline.reading.understanding import understand
from workbench.plan.fields import FieldType


def field(request: str, name: str) -> FieldIdea:
    """The field of that name of the only kind of records there is."""
    [entity] = understand(request).entities
    return next(idea for idea in entity.fields if idea.name == name)


@pytest.mark.parametrize(
    ("request_text", "names"),
    [
        (
            "## Books\n- title (string, required)\n- isbn (unique)\n- pages (integer, min 1)\n",
            ["title", "isbn", "pages"],
        ),
        ("A contact form: name (required), email (required)", ["name", "email"]),
        ("Movies: title, year (1900-2100), genre (drama/comedy)", ["title", "year", "genre"]),
        ("Customers:\n  name - text - required\n  email - email - unique", ["name", "email"]),
        ("hives: number, honey (kg), last inspected (date)", ["number", "honey", "last_inspected"]),
        ("events: name, date (must be in the future)", ["name", "date"]),
        ("songs (title, artist, not null; genre)", ["title", "artist", "genre"]),
    ],
)
def test_a_note_after_a_field_is_no_kind_of_records(request_text: str, names: list[str]) -> None:
    [entity] = understand(request_text).entities
    assert [idea.name for idea in entity.fields] == names


@pytest.mark.parametrize(
    ("request_text", "name", "expected"),
    [
        ("tasks with a title of at least 3 characters and no more than 80", "title", {"shortest": 3, "longest": 80}),
        ("books: title, required, max 100, year", "title", {"longest": 100, "optional": False}),
        ("books: title, isbn, unique", "isbn", {"unique": True}),
        ("people with a nickname that can be empty and a name", "nickname", {"optional": True}),
        ("people with a name and a code which must be unique", "code", {"unique": True}),
        ("tickets with title and severity, one of low, medium, high", "severity", {"values": ["low", "medium", "high"]}),
        ("tickets (title, severity one of low, medium or high, due date)", "severity", {"values": ["low", "medium", "high"]}),
        ("cars: make, colour in [red, blue]", "colour", {"values": ["red", "blue"]}),
        ("sales: title, discount between 0 and 100 %", "discount", {"low": 0, "high": 100, "label": "Discount (%)"}),
        ("wines: grape, rating out of 5", "rating", {"high": 5}),
        ("people: name, age (18+)", "age", {"low": 18}),
        ("people: name, age more than 17", "age", {"low": 18}),
        ("items: name, stock (integer, not negative)", "stock", {"low": 0}),
        ("jars: name, honey (kg)", "honey", {"type": FieldType.NUMBER, "label": "Honey (kg)"}),
        ("books (title VARCHAR(80) NOT NULL, qty INT)", "title", {"longest": 80}),
        ("books (title, state ENUM('new','used'))", "state", {"values": ["new", "used"]}),
    ],
)  # fmt: skip
def test_what_is_said_of_a_field_is_kept(
    request_text: str, name: str, expected: dict[str, Any]
) -> None:
    idea = field(request_text, name)
    assert {key: getattr(idea, key) for key in expected} == expected
    assert understand(request_text).not_understood == []


@pytest.mark.parametrize(
    ("request_text", "name", "reported"),
    [
        ("people with a name and a date of birth that must be in the past", "date_of_birth",
         "a date of birth that must be in the past"),
        ("tickets with title and status which defaults to open", "status",
         "status which defaults to open"),
        ("events: name, day (must be in the future)", "day", "day (must be in the future)"),
        ("users: name, login (3-20 characters, lowercase letters only)", "login",
         "login (3-20 characters, lowercase letters only)"),
        ("cars: make, price > 0", "price", "price > 0"),
        ("cars (make, price decimal(10,2))", "price", "price decimal(10,2)"),
        ("cars with make and price with up to 2 decimals", "price", "up to 2 decimals"),
    ],
)  # fmt: skip
def test_a_field_is_kept_and_what_cannot_be_is_reported(
    request_text: str, name: str, reported: str
) -> None:
    assert field(request_text, name)
    assert reported in understand(request_text).not_understood


@pytest.mark.parametrize("text", ["at least one organiser", "a maximum of 30 participants"])
def test_a_limit_of_something_else_is_no_field(text: str) -> None:
    read = understand(f"courses with title and {text}")
    assert [idea.name for idea in read.entities[0].fields] == ["title"]
    assert read.not_understood == [text]


def test_choices_that_only_parentheses_tell_are_an_assumption() -> None:
    plan = planned("books: title, format (hardcover, paperback)")
    assert plan.entity("Book").field("format").choices == ["hardcover", "paperback"]
    assert "Books: format is one of hardcover, paperback." in plan.assumptions


@pytest.mark.parametrize(
    ("request_text", "shape"),
    [
        ("invoices: number, customer (name, email)", {"Invoice", "Customer"}),
        ("A library with books (title) and members (name, email unique)", {"Book", "Member"}),
        ("books (title) and notes (text)", {"Book", "Note"}),
    ],
)
def test_a_thing_and_its_fields_stay_a_thing(request_text: str, shape: set[str]) -> None:
    assert {entity.name for entity in understand(request_text).entities} == shape


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("total", FieldType.NUMBER),
        ("date applied", FieldType.DATE),
        ("duration in minutes", FieldType.INTEGER),
        ("VAT rate in percent", FieldType.NUMBER),
        ("language in use", FieldType.STRING),
    ],
)
def test_units_and_common_names_suggest_a_type(name: str, kind: FieldType) -> None:
    idea = read_field(name)
    assert idea is not None
    assert idea.type is kind


@pytest.mark.parametrize(
    ("request_text", "names"),
    [
        ("An app for “books” with ‘title’ and “author’s name”", ["title", "authors_name"]),
        ("📚 Books: title ✏️, year 📅", ["title", "year"]),
        ("BUILD AN APP FOR BOOKS WITH TITLE AND YEAR", ["title", "year"]),
        ("本（題、著者）", ["ti", "zhu_zhe"]),
    ],
)
def test_quotes_pictures_capitals_and_wide_marks_are_only_writing(
    request_text: str, names: list[str]
) -> None:
    [entity] = understand(request_text).entities
    assert [idea.name for idea in entity.fields] == names
    assert entity.many in ("Books", "本")


def test_what_may_not_be_negative_is_a_number() -> None:
    [thing] = understand("things (name, ratio non-negative)").entities
    assert thing.fields[1].type is FieldType.NUMBER


def test_a_denial_is_no_part_of_a_fields_name() -> None:
    read = understand("books (title, author without email)")
    assert [field.name for field in read.entities[0].fields] == ["title"]
    assert read.not_understood


def test_a_price_per_night_is_english() -> None:
    [room] = understand("rooms (name, price per night, price per week)").entities
    assert room.name == "Room"
