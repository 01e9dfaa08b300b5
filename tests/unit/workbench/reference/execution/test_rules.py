"""Uniqueness, references, derived values and the invariants of a plan, one after the other."""

from __future__ import annotations

import pytest

from tests.support.clinic import a_visit, clinic, doctor, patient
from tests.support.talking import Talk
from workbench.reference.execution.symbols import RecordId

LATER = {"starts": "2031-03-10T11:00:00Z", "ends": "2031-03-10T12:00:00Z"}
OVER = {"starts": "2031-03-10T12:30:00+02:00", "ends": "2031-03-10T13:30:00+02:00"}


@pytest.fixture
def talk() -> Talk:
    return Talk(clinic())


def test_two_records_may_both_have_no_value_of_a_unique_field(talk: Talk) -> None:
    token = doctor(talk)
    for title in ("North", "South"):
        made = talk.ask("POST", "/rooms", {"title": title, "places": 1, "code": None}, token=token)
        assert made.status == {201}


def test_a_unique_value_is_free_again_after_a_change_and_after_a_delete(talk: Talk) -> None:
    token = doctor(talk)
    room = talk.make("/rooms", {"title": "North", "places": 1}, token=token)
    talk.ask("PUT", f"/rooms/{room}", {"title": "South", "places": 1}, token=token)
    other = talk.make("/rooms", {"title": "North", "places": 1}, token=token)
    talk.ask("DELETE", f"/rooms/{other}", token=token)
    assert talk.status("POST", "/rooms", {"title": "North", "places": 1}, token=token) == {201}


def test_a_record_does_not_stand_in_its_own_way(talk: Talk) -> None:
    token = doctor(talk)
    room = talk.make("/rooms", {"title": "North", "places": 1}, token=token)
    assert talk.status("PUT", f"/rooms/{room}", {"title": "North", "places": 2}, token=token) == {
        200
    }


def test_a_reference_to_a_record_that_is_gone_is_refused(talk: Talk) -> None:
    token = doctor(talk)
    room = talk.make("/rooms", {"title": "North", "places": 1}, token=token)
    talk.ask("DELETE", f"/rooms/{room}", token=token)
    refused = talk.ask("POST", "/visits", a_visit(talk, room=room), token=patient(talk, "ada"))
    assert (set(refused.status), list(refused.fields)) == ({422}, ["room"])


def test_spans_may_touch_and_not_overlap_whatever_offset_they_are_written_with(talk: Talk) -> None:
    token = patient(talk, "ada")
    first = talk.make("/visits", a_visit(talk), token=token)
    assert talk.status("POST", "/visits", a_visit(talk, **LATER), token=token) == {201}
    assert talk.status("POST", "/visits", a_visit(talk, **OVER), token=token) == {409}
    second = talk.make("/visits", a_visit(talk, **LATER), token=token)
    assert talk.status("PUT", f"/visits/{second}", a_visit(talk, **OVER), token=token) == {409}
    assert talk.status("PUT", f"/visits/{first}", a_visit(talk), token=token) == {200}


def test_so_many_fit_as_the_limit_says_of_those_that_count(talk: Talk) -> None:
    token, admin = patient(talk, "ada"), doctor(talk)
    room = talk.make("/rooms", {"title": "North", "places": 1}, token=admin)
    talk.make("/visits", a_visit(talk, room=room), token=token)
    another = a_visit(talk, room=room, **LATER)
    assert talk.status("POST", "/visits", another, token=token) == {409}
    assert talk.status("POST", "/visits", another | {"urgent": False}, token=token) == {201}


def test_a_ledger_never_falls_below_zero(talk: Talk) -> None:
    token, room = doctor(talk), RecordId("Room", 1)
    moves = [{"label": label, "room": room, "quantity": n} for label, n in (("in", 2), ("out", -3))]
    assert talk.status("POST", "/supplies", moves[1], token=token) == {409}
    talk.make("/supplies", moves[0], token=token)
    assert talk.status("POST", "/supplies", moves[1], token=token) == {409}
    assert talk.status("POST", "/supplies", moves[1] | {"quantity": -2}, token=token) == {201}


def test_there_is_one_for_each_combination(talk: Talk) -> None:
    review = {"text": "good", "room": RecordId("Room", 1)}
    ada, bob = (patient(talk, name) for name in ("ada", "bob"))
    talk.make("/reviews", review, token=ada)
    assert talk.status("POST", "/reviews", review, token=ada) == {409}
    assert talk.status("POST", "/reviews", review, token=bob) == {201}


def test_derived_values_follow_their_records(talk: Talk) -> None:
    token, room = patient(talk, "ada"), RecordId("Room", 1)
    before = talk.ask("GET", f"/rooms/{room}").body
    assert [before[name] for name in ("booked", "rating", "last", "stock")] == [0, None, None, 0]
    talk.make("/visits", a_visit(talk, stars=2), token=token)
    talk.make("/visits", a_visit(talk, stars=5, reason="fever", urgent=False, **LATER), token=token)
    after = talk.ask("GET", f"/rooms/{room}").body
    assert [after[name] for name in ("booked", "rating", "last")] == [1, 3.5, "fever"]


def test_a_transition_is_made_once_and_what_follows_may_be_refused(talk: Talk) -> None:
    token = patient(talk, "ada")
    visit = talk.make("/visits", a_visit(talk), token=token)
    moved = talk.ask("POST", f"/visits/{visit}/finish", token=token)
    assert (set(moved.status), moved.body["state"]) == ({200}, "done")
    assert talk.status("POST", f"/visits/{visit}/finish", token=token) == {409}
    assert talk.status("POST", "/visits", a_visit(talk, **LATER), token=token) == {201, 409}


def test_after_an_operation_of_the_plans_own_only_missing_tokens_are_known(talk: Talk) -> None:
    token = doctor(talk)
    assert talk.status("POST", "/tidy", token=patient(talk, "ada")) == {401, 403}
    talk.ask("POST", "/tidy", token=token)
    assert talk.status("GET", "/rooms") == set()
    assert talk.status("GET", "/me", token=token) == set()
    assert talk.status("GET", "/me") == {401}
