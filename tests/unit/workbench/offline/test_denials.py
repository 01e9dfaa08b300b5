"""What a request does not want is left out, and never built."""

from __future__ import annotations

import pytest

from tests.support.plans import planned
from workbench.offline.reading.understanding import understand


@pytest.mark.parametrize(
    ("request_text", "entities", "left_out"),
    [
        ("A CRM but without deals", ["Company", "Contact"], ["without deals"]),
        ("A CRM without deals or contacts", ["Company"], ["without deals or contacts"]),
        ("A blog with posts, but no tags", ["Post"], ["no tags"]),
        ("A recipe app without comments and ratings", ["Recipe"], ["without comments", "ratings"]),
        ("A notes app without login", ["Note"], ["without login"]),
        ("notes (text) without login", ["Note"], ["without login"]),
        ("A todo list. No accounts, please.", ["Todo"], ["No accounts"]),
        ("books (title), no PDF export", ["Book"], ["no PDF export"]),
    ],
)
def test_what_is_not_wanted_is_left_out(
    request_text: str, entities: list[str], left_out: list[str]
) -> None:
    read = understand(request_text)
    assert [entity.name for entity in read.entities] == entities
    assert (read.left_out, read.not_understood, read.has_accounts) == (left_out, [], False)
    assert f"Left out: “{left_out[0]}”." in planned(request_text).assumptions


def test_a_field_of_the_catalogue_can_be_left_out() -> None:
    [product] = understand("A product catalogue without prices").entities
    assert [field.name for field in product.fields] == ["name", "description"]


@pytest.mark.parametrize(
    ("request_text", "reported"),
    [
        ("bookings (room), no two bookings at the same time", "no two bookings at the same time"),
        ("bookings (room). No overlapping bookings.", "No overlapping bookings"),
        ("products (name, stock:int). No negative stock.", "No negative stock"),
        ("notes (text). Show notes without a due date first.", "without a due date first"),
        ("books (title), tags (name), without tags", "without tags"),
        ("books (title, author) without author", "without author"),
        ("books (title, no author)", "no author"),
        ("A notes app with login, without accounts", "without accounts"),
        ("A notes app without dark mode", "without dark mode"),
        ("A product catalogue without prices, login", "login"),
    ],
)
def test_a_rule_and_what_is_asked_for_all_the_same_are_reported(
    request_text: str, reported: str
) -> None:
    assert reported in understand(request_text).not_understood


def test_a_comma_after_what_is_not_wanted_asks_for_nothing() -> None:
    assert not understand("A product catalogue without prices, login").has_accounts


@pytest.mark.parametrize(
    "request_text",
    [
        "notes (text). Everyone except admins can only see notes.",
        "notes (text). Nobody except admins can delete notes.",
        "notes (text). All fields except notes are required.",
    ],
)
def test_an_exception_is_no_denial(request_text: str) -> None:
    read = understand(request_text)
    assert read.not_understood
    assert read.left_out == []
