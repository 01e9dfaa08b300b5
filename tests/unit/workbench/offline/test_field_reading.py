"""One item of a list of fields: its name, type, limits and choices."""

from __future__ import annotations

import pytest

from workbench.offline.reading.field_reading import read_field
from workbench.offline.reading.ideas import Contradiction, FieldIdea
from workbench.plan.fields import FieldType


def read(text: str) -> FieldIdea:
    """The field, which there is."""
    idea = read_field(text)
    assert idea is not None
    return idea


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("first name", FieldType.STRING),
        ("last name", FieldType.STRING),
        ("last_watered", FieldType.DATE),
        ("due date", FieldType.DATE),
        ("date of birth", FieldType.DATE),
        ("email", FieldType.EMAIL),
        ("pages", FieldType.INTEGER),
        ("sort", FieldType.STRING),
        ("filter", FieldType.STRING),
        ("search", FieldType.STRING),
        ("name:int", FieldType.INTEGER),
        ("year int", FieldType.INTEGER),
        ("text", FieldType.TEXT),
        ("price (number)", FieldType.NUMBER),
        ("photo:url", FieldType.URL),
        ("height:whole number", FieldType.INTEGER),
    ],
)
def test_the_type_is_what_is_said_or_what_the_name_suggests(text: str, kind: FieldType) -> None:
    assert read(text).type is kind


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("rating from 1 to 5", 1, 5),
        ("rating between 1 and 5", 1, 5),
        ("rating 1-5", 1, 5),
        ("rating (1-5)", 1, 5),
        ("rating: 1..5", 1, 5),
        ("rating:int min 1 max 5", 1, 5),
        ("rating at least 1", 1, None),
        ("seats up to 1,000", None, 1000),
        ("temperature:number -20 to -5", -20, -5),
        ("size:int min 0.5 max 3", 1, 3),
    ],
)
def test_words_and_ranges_limit_a_number(text: str, low: float | None, high: float | None) -> None:
    assert (read(text).low, read(text).high) == (low, high)


@pytest.mark.parametrize(
    ("text", "kind", "shortest", "longest"),
    [
        ("username:string min 3 max 20", FieldType.STRING, 3, 20),
        ("email:email max 50", FieldType.EMAIL, None, 50),
        ("country max 2", FieldType.STRING, None, 2),
        ("nick at most 30 characters", FieldType.STRING, None, 30),
        ("biography:text max length 500", FieldType.TEXT, None, 500),
        ("code length 3-8", FieldType.STRING, 3, 8),
    ],
)
def test_limits_of_texts_are_lengths(
    text: str, kind: FieldType, shortest: int | None, longest: int
) -> None:
    idea = read(text)
    assert (idea.type, idea.shortest, idea.longest) == (kind, shortest, longest)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("status: to-read|reading|finished", ["to-read", "reading", "finished"]),
        ("kind: R&D|Sales", ["R&D", "Sales"]),
        ("lang: C++|Go", ["C++", "Go"]),
        ("state: In Progress | Done", ["In Progress", "Done"]),
        ("condition (new, used, like new)", ["new", "used", "like new"]),
        ("kind: text|date|optional", ["text", "date", "optional"]),
        ("size: 36|37|38", ["36", "37", "38"]),
    ],
)
def test_choices_are_kept_as_they_are_written(text: str, values: list[str]) -> None:
    idea = read(text)
    assert (idea.type, idea.values) == (FieldType.ENUM, values)


@pytest.mark.parametrize(
    "text",
    [
        "note optional",
        "optional note",
        "an optional note",
        "note (optional)",
        "note:text optional",
        "note (text, optional)",
    ],
)
def test_optional_can_be_said_anywhere(text: str) -> None:
    idea = read(text)
    assert (idea.name, idea.type, idea.optional) == ("note", FieldType.TEXT, True)


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("Größe", "grosse", "Größe"),
        ("Straße", "strasse", "Straße"),
        ("书名", "shu_ming", "书名"),
        ("isbn", "isbn", "ISBN"),
        ("watering_days", "watering_days", "Watering days"),
        ("2024 target", "target_2024", "2024 target"),
        ("2fa", "no_2fa", "2fa"),
        ("constructor", "constructor_value", "Constructor"),
        ("root", "root_value", "Root"),
        ("limit: low|high", "limit_value", "Limit"),
        ("limit:int", "limit", "Limit"),
        ("R&D budget", "r_d_budget", "R&D budget"),
    ],
)
def test_names_are_plain_and_labels_are_the_requests_own(text: str, name: str, label: str) -> None:
    idea = read(text)
    assert (idea.name, idea.label) == (name, label)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("size:int min 0.5 max 0.7", "there is no whole number from 0.5 to 0.7"),
        ("rating min 5 max 3", "5 is more than 3"),
        ("code:string max 0", "no code is that short"),
        ("email:email max 3", "no email is that short"),
        ("code:string max 2.5", "whole number of characters"),
        ("n:int max 99999999999999999999", "at most 15 digits"),
        ("body:text max 5000000", "at most 100,000 characters"),
        ("kind: a|b|A", "a choice is there twice"),
    ],
)
def test_what_no_value_can_satisfy_is_refused_in_the_requests_words(text: str, reason: str) -> None:
    with pytest.raises(Contradiction) as refused:
        read_field(text)
    assert text in str(refused.value)
    assert reason in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "price in several currencies",
        "photo",
        "address (street, city)",
        "birth:date min 2000",
        "title - the title of the book",
        "done:boolean unique",
        "total of all items",
        "",
    ],
)
def test_what_is_no_field_is_none(text: str) -> None:
    assert read_field(text) is None
