"""Requests that the plan does not decide, and requests with more than one sound answer."""

from __future__ import annotations

import re

import pytest

from tests.support.clinic import clinic
from tests.support.plans import NOTES, planned
from tests.support.talking import Talk
from workbench.plan.patterns import is_found


@pytest.fixture
def notes() -> Talk:
    return Talk(planned(NOTES))


def test_the_seeded_records_are_there_from_the_start() -> None:
    assert [room["title"] for room in Talk(clinic()).ask("GET", "/rooms").body] == ["Entrance"]


def test_a_key_that_is_there_twice_may_be_taken_by_either_or_be_refused(notes: Talk) -> None:
    made = notes.make("/notes", {"content": "a"})
    raw = '{"content": "b", "content": "c"}'
    outcomes = notes.outcomes("PUT", f"/notes/{made}", raw=raw)
    assert {status for outcome in outcomes for status in outcome.status} == {200, 400, 422}
    assert [o.body["content"] for o in outcomes if not o.refused] == ["c", "b"]


@pytest.mark.parametrize("number", ["1", "01", "+1"])
def test_whether_a_number_was_given_out_as_an_id_is_not_decided(notes: Talk, number: str) -> None:
    assert notes.status("GET", "/notes/1") == {404}, "nothing was made yet"
    notes.make("/notes", {"content": "a"})
    assert notes.status("GET", f"/notes/{number}") == set()


@pytest.mark.parametrize("text", ["abc", "1.5", "99999999999999999999"])
def test_what_is_no_id_is_400_or_404(notes: Talk, text: str) -> None:
    assert notes.status("GET", f"/notes/{text}") == {400, 404}


def test_head_and_options_are_left_to_the_server(notes: Talk) -> None:
    assert notes.status("HEAD", "/notes") == notes.status("OPTIONS", "/notes") == set()


def test_the_header_allow_may_list_the_methods_in_any_order_with_head_and_options(
    notes: Talk,
) -> None:
    pattern = notes.ask("PATCH", "/notes/1").headers["Allow"]
    listed = ["GET, PUT, DELETE", "DELETE,GET,HEAD,PUT", "OPTIONS, PUT, DELETE, GET, HEAD"]
    assert all(is_found(pattern, text) for text in listed)
    assert not any(is_found(pattern, text) for text in ("GET, PUT", "GET, PUT, DELETE, PATCH", ""))
    assert re.compile(pattern)


def test_nothing_is_changed_by_asking(notes: Talk) -> None:
    before = notes.state
    notes.outcomes("POST", "/notes", {"content": "a"})
    assert notes.state is before
    assert notes.reference.start() == before


def test_a_refused_request_changes_nothing(notes: Talk) -> None:
    made = notes.make("/notes", {"content": "a"})
    before = notes.state
    notes.ask("PUT", f"/notes/{made}", {})
    assert notes.state == before
