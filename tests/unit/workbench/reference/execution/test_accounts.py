"""Registering, signing in, ownership and roles."""

from __future__ import annotations

import pytest

from tests.support.clinic import a_visit, clinic, patient
from tests.support.talking import Talk

ADA = {"name": "Ada", "email": "ada@example.org", "password": "a-long-password"}


@pytest.fixture
def talk() -> Talk:
    return Talk(clinic())


def test_an_account_is_a_newcomer_whatever_role_it_asks_for(talk: Talk) -> None:
    made = talk.ask("POST", "/register", ADA | {"role": "doctor"})
    assert (set(made.status), made.body["account"]["role"]) == ({201}, "patient")


def test_no_answer_holds_a_password(talk: Talk) -> None:
    assert "password" not in talk.ask("POST", "/register", ADA).body["account"]


def test_a_login_is_taken_once(talk: Talk) -> None:
    talk.ask("POST", "/register", ADA)
    refused = talk.ask("POST", "/register", ADA)
    assert (set(refused.status), list(refused.fields)) == ({409}, ["email"])


def test_whether_case_tells_logins_apart_is_left_open(talk: Talk) -> None:
    talk.ask("POST", "/register", ADA)
    assert talk.status("POST", "/register", ADA | {"email": "ADA@example.org"}) == set()
    assert talk.status("POST", "/login", ADA | {"email": "ADA@example.org"}) == set()


def test_signing_in_takes_the_password_of_the_account(talk: Talk) -> None:
    talk.ask("POST", "/register", ADA)
    token = talk.ask("POST", "/login", ADA).body["token"]
    assert talk.ask("GET", "/me", token=token).body["name"] == "Ada"
    assert talk.status("POST", "/login", ADA | {"password": "another"}) == {401}
    assert talk.status("POST", "/login", {"email": "nobody@example.org", "password": "x"}) == {401}
    assert talk.status("POST", "/login", {"email": "ada@example.org"}) == {422}
    assert talk.status("POST", "/login", {"email": 1, "password": ""}) == {400, 401, 422}
    assert talk.status("POST", "/login", []) == {400, 422}


@pytest.mark.parametrize("password", ["short", "x" * 73])
def test_a_password_keeps_its_rules(talk: Talk, password: str) -> None:
    assert talk.status("POST", "/register", ADA | {"password": password}) == {422}


def test_the_scheme_stands_before_the_token(talk: Talk) -> None:
    token = patient(talk, "ada")
    assert talk.status("GET", "/me", headers={"authorization": f"Basic {token}"}) == {401}
    assert talk.status("GET", "/me", headers={"authorization": f"bearer {token}"}) == set()


def test_a_list_shows_the_callers_own_records(talk: Talk) -> None:
    ada, bob = (patient(talk, name) for name in ("ada", "bob"))
    visit = talk.make("/visits", a_visit(talk), token=ada)
    assert [item["id"] for item in talk.ask("GET", "/visits", token=ada).body] == [visit]
    assert talk.ask("GET", "/visits", token=bob).body == []


def test_nobody_makes_a_record_for_another(talk: Talk) -> None:
    ada = patient(talk, "ada")
    me = talk.ask("GET", "/me", token=ada).body["id"]
    made = talk.ask("POST", "/visits", a_visit(talk, patient=987654321), token=ada)
    assert made.body["patient"] == me
