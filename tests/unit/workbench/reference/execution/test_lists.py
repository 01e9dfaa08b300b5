"""Search, filters and order of a list, where the plan decides them and where it does not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import LIBRARY, planned
from tests.support.talking import Talk
from workbench.reference.execution.symbols import Among

BOOKS = (
    {"title": "Ärzte und Straße", "author": "mann", "year": 9, "isbn": "a", "status": "to-read"},
    {"title": "50% of a_b", "author": "lem", "year": 10, "isbn": "b", "status": "reading"},
    {"title": "axb 500", "author": "lem", "year": 100, "isbn": "c", "status": "reading"},
)


@pytest.fixture
def library() -> Talk:
    talk = Talk(planned(LIBRARY))
    for book in BOOKS:
        talk.make("/books", book)
    return talk


def isbns(talk: Talk, **query: object) -> Any:
    """The books of a list, each by its letter; None if the list is not decided."""
    outcome = talk.ask("GET", "/books", query=query)
    if not outcome.status:
        return None
    return "".join("?" if isinstance(item, Among) else str(item["isbn"]) for item in outcome.body)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ärz", "a"),
        ("ÄRZTE", "a"),
        ("und", "a"),
        ("500", "c"),
        ("50%", "b"),
        ("%", "b"),
        ("_", "b"),
        ("a_b", "b"),
        ("LEM", "cb"),
        ("nothing", ""),
        ("", "cba"),
        ("\\", ""),
        ("und Straße", "a"),
    ],
)
def test_a_search_finds_a_part_of_any_text_in_any_case(
    library: Talk, text: str, found: str
) -> None:
    assert isbns(library, q=text) == found


@pytest.mark.parametrize("text", [" lem", "Straße Ärzte", "strasse"])
def test_where_sound_searches_differ_nothing_is_predicted(library: Talk, text: str) -> None:
    assert isbns(library, q=text) is None


def test_filters_and_search_must_all_hold(library: Talk) -> None:
    assert isbns(library, status="reading") == "cb"
    assert isbns(library, status="finished") == ""
    assert isbns(library, status="to-read", q="lem") == ""
    assert isbns(library, status="reading", q="axb") == "c"


def test_numbers_are_sorted_as_numbers(library: Talk) -> None:
    assert isbns(library, sort="year") == "abc"
    assert isbns(library, sort="-year") == "cba"
    assert isbns(library, sort="id") == "abc"


def test_the_order_among_equals_is_left_open(library: Talk) -> None:
    assert isbns(library, sort="author") == "??a"
    page = library.ask("GET", "/books", query={"sort": "author", "limit": 1})
    assert isinstance(page.body[0], Among)
    assert not page.body[0].whole


def test_texts_with_capitals_and_accents_have_no_certain_order(library: Talk) -> None:
    assert isbns(library, sort="title") == "???"


@pytest.mark.parametrize("query", [{"status": ""}, {"limit": "05"}, {"limit": ""}, {"sort": ""}])
def test_where_a_query_is_written_oddly_nothing_is_predicted(
    library: Talk, query: dict[str, str]
) -> None:
    assert isbns(library, **query) is None


def test_a_member_that_the_enum_has_not_is_malformed(library: Talk) -> None:
    assert library.status("GET", "/books", query={"status": "lost"}) == {400}
