"""`as_account` becomes an account of its own: made or signed in first, its token sent."""

from __future__ import annotations

from bench.recorded.assembling import written_plan
from tests.support.plans import NOTES, planned
from workbench.plan.steps import Expectation, HttpStep, ParallelStep
from workbench.reference.accounts_for_tests import account_values, introductions, signed_in

STUDIO = written_plan("studio")


def step(who: str | None, path: str = "/bookings") -> HttpStep:
    return HttpStep(method="GET", path=path, as_account=who, expect=Expectation(status=[200]))


def test_each_account_is_made_once_and_sends_its_own_token() -> None:
    steps = signed_in(STUDIO, [step("anna"), step("ben"), step("anna"), step(None)])
    made = [item for item in steps if isinstance(item, HttpStep) and item.method == "POST"]
    assert [item.path for item in made] == ["/register", "/register"]
    assert made[0].body != made[1].body
    assert made[0].capture == {"anna_token": "/token", "anna_id": "/account/id"}
    sent = [item.headers.get("Authorization") for item in steps[2:] if isinstance(item, HttpStep)]
    assert sent == ["Bearer {{anna_token}}", "Bearer {{ben_token}}", "Bearer {{anna_token}}", None]


def test_a_role_that_is_seeded_signs_in() -> None:
    made = introductions(STUDIO, [step("admin")])
    assert [(item.path, item.body) for item in made] == [
        ("/login", {"email": "admin@studio.example", "password": "a-first-password"})
    ]


def test_accounts_inside_a_parallel_step_are_made_in_front() -> None:
    rush = ParallelStep(steps=[step("a"), step("b")], answers={200: 2})
    steps = signed_in(STUDIO, [rush])
    assert len(steps) == 3
    last = steps[-1]
    assert isinstance(last, ParallelStep)
    assert [part.headers["Authorization"] for part in last.steps] == [
        "Bearer {{a_token}}",
        "Bearer {{b_token}}",
    ]


def test_an_id_that_a_step_needs_brings_its_account() -> None:
    assert [item.path for item in introductions(STUDIO, [step(None, "/x/{{user_id}}")])] == [
        "/register"
    ]


def test_a_header_of_the_steps_own_wins() -> None:
    own = step("anna").model_copy(update={"headers": {"Authorization": "Basic x"}})
    last = signed_in(STUDIO, [own])[-1]
    assert isinstance(last, HttpStep)
    assert last.headers["Authorization"] == "Basic x"


def test_numbered_accounts_differ_in_what_must_be_unique() -> None:
    emails = {str(account_values(STUDIO, number)["email"]) for number in range(5)}
    assert len(emails) == 5
    assert "role" not in account_values(STUDIO, 0)


def test_without_accounts_nothing_changes() -> None:
    plan = planned(NOTES)
    steps = [step(None, "/notes")]
    assert signed_in(plan, steps) == steps
