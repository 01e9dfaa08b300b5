"""A walk agrees with a sound server, and comes to what a faulty one does differently."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.recorded.assembling import written_plan
from tests.support.clinic import clinic
from tests.support.plans import LIBRARY, NOTES, planned
from tests.support.reference_server import ReferenceServer, SeededFault, runner_on
from workbench.harness.requests_as_text.curl import curl_commands
from workbench.harness.walks.batch import replay_on, wander
from workbench.harness.walks.choosing import Chooser
from workbench.harness.walks.shrinking import Reproduction, shrunk
from workbench.harness.walks.side_by_side import SideBySide
from workbench.harness.walks.values import walked_entities
from workbench.plan.steps import HttpStep
from workbench.plan.system import SystemPlan
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.requests import Request
from workbench.reference.execution.state import State

PLANS = {
    "notes": planned(NOTES),
    "library": planned(LIBRARY),
    "clinic": clinic(),
    "shop": written_plan("shop"),
    "studio": written_plan("studio"),
}


def side_on(plan: SystemPlan, fault: SeededFault | None = None) -> SideBySide:
    return SideBySide(Reference(plan), runner_on(ReferenceServer(plan, fault)))


def walked(plan: SystemPlan, fault: SeededFault | None = None, number: int = 0) -> SideBySide:
    side = side_on(plan, fault)
    wander(Chooser(plan, walked_entities(plan)[0], f"test/{number}"), side)
    return side


def deleted_stays_in_the_list(state: State, request: Request, outcome: Outcome) -> Outcome:
    """The record is gone for whoever reads it, and there for whoever lists."""
    if request.method == "GET" and isinstance(outcome.body, list) and not request.query:
        gone = state.given_out.get("Note", 0) - len(state.table("Note"))
        ghosts = [{"id": 0, "content": "", "created_at": None, "updated_at": None}] * gone
        return replace(outcome, body=[*outcome.body, *ghosts])
    return outcome


def second_create_is_refused(state: State, request: Request, outcome: Outcome) -> Outcome:
    """A server that takes one record only."""
    if request.method == "POST" and state.table("Note"):
        return Outcome(frozenset({409}), state, refused=True)
    return outcome


@pytest.mark.parametrize("name", PLANS)
def test_a_sound_server_is_accepted(name: str) -> None:
    plan = PLANS[name]
    for entity in walked_entities(plan):
        side = side_on(plan)
        wander(Chooser(plan, entity, "sound"), side)
        assert side.difference is None
        assert len(side.sent) >= 40, f"{entity.name}: a walk that hardly began"


def test_the_same_seed_gives_the_same_requests() -> None:
    first, second, other = (
        walked(PLANS["clinic"]),
        walked(PLANS["clinic"]),
        walked(PLANS["clinic"], number=1),
    )
    assert first.sent == second.sent
    assert first.sent != other.sent


def test_a_walk_makes_every_kind_of_request_by_several_accounts() -> None:
    plan = PLANS["clinic"]
    sent = [step for entity in walked_entities(plan) for step in _walk(plan, entity.name).sent]
    assert {step.method for step in sent} >= {"GET", "POST", "PUT", "DELETE"}
    assert len({step.as_account for step in sent}) >= 3
    assert {name for step in sent for name in step.query} >= {"limit", "offset", "sort"}


def _walk(plan: SystemPlan, entity: str) -> SideBySide:
    side = side_on(plan)
    wander(Chooser(plan, plan.entity(entity), "kinds"), side)
    return side


@pytest.mark.parametrize("fault", [deleted_stays_in_the_list, second_create_is_refused])
def test_a_stateful_fault_is_found(fault: SeededFault) -> None:
    assert any(walked(PLANS["notes"], fault, number).difference for number in range(3))


def test_nothing_is_sent_after_a_difference() -> None:
    side = walked(PLANS["notes"], second_create_is_refused)
    assert side.difference is not None
    assert side.sent[-1] == side.difference.step
    assert side.is_over


async def test_a_difference_is_shortened_to_the_requests_that_it_needs() -> None:
    side = walked(PLANS["notes"], second_create_is_refused)
    assert side.difference is not None
    found = Reproduction(tuple(side.sent), side.difference, dict(side.runner.captured))
    replays = 0

    async def replay(steps: object) -> Reproduction | None:
        nonlocal replays
        replays += 1
        again = side_on(PLANS["notes"], second_create_is_refused)
        replay_on(again, list(steps))  # type: ignore[call-overload]
        if again.difference is None:
            return None
        return Reproduction(tuple(again.sent), again.difference, dict(again.runner.captured))

    shortest = await shrunk(found, replay)
    assert [step.method for step in shortest.steps] == ["POST", "POST"]
    assert shortest.difference.actual == "status 409"
    assert replays <= 80


async def test_what_does_not_differ_again_is_left_as_it_was_found() -> None:
    side = walked(PLANS["notes"], second_create_is_refused)
    assert side.difference is not None
    found = Reproduction(tuple(side.sent), side.difference, {})

    async def never(_: object) -> Reproduction | None:
        return None

    assert await shrunk(found, never) == found


def test_requests_are_written_as_commands() -> None:
    sign_in = step("POST", "/login", body={"email": "a"}, capture={"user_token": "/token"})
    create = step("POST", "/notes", body={"content": "it's"}, capture={"note_1": "/id"})
    read = step(
        "GET",
        "/notes/{{note_1}}",
        query={"q": "a b"},
        headers={"Authorization": "Bearer {{user_token}}"},
    )
    lines = curl_commands([sign_in, create, read], {"note_1": 7, "user_token": "x"}).splitlines()
    assert lines[0] == (
        """answer=$(curl -sS -X POST "$API"/login -H 'Content-Type: application/json' """
        """-d '{"email": "a"}'); user_token=$(echo "$answer" | jq -r '.["token"]')"""
    )
    assert lines[1].endswith("""-d '{"content": "it'"'"'s"}'""")
    assert (
        lines[2]
        == """curl -sS -i "$API"'/notes/7?q=a%20b' -H 'Authorization: Bearer '"$user_token\""""
    )


def step(method: str, path: str, **more: object) -> HttpStep:
    return HttpStep.model_validate(
        {"method": method, "path": path, "expect": {"status": [200]}, **more}
    )
