"""Parts of a record: who sees the record sees and makes them, nobody else knows of them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl

import pytest
from pydantic import JsonValue

from tests.support.parts import VISIT, parts, parts_as_planned
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.reference.accounts_for_tests import introductions, with_token
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.playing import World, after, played
from workbench.reference.execution.symbols import Among

PLAN = parts()
OTHER = "stranger"


WHO = ("account", OTHER, "agent")


def request(
    who: str, method: str, path: str, values: Mapping[str, JsonValue] | None = None
) -> HttpStep:
    route, _, query = path.partition("?")
    return HttpStep(
        method=method,
        path=route,
        query=dict(parse_qsl(query)),
        as_account=who,
        body=dict(values) if values else None,
        expect=Expectation(status=[200]),
    )


class Desk:
    """A desk with a ticket of a customer, what belongs to it, and a ticket of somebody else."""

    def __init__(self, plan: SystemPlan = PLAN) -> None:
        self.reference = Reference(plan)
        self.worlds: list[World] = [World(self.reference.start())]
        for step in introductions(plan, [request(who, "GET", "/") for who in WHO]):
            self.play(step)
        self.make("account", "tickets", "ticket", subject="Cold", priority="low")
        self.make(OTHER, "tickets", "theirs", subject="Warm", priority="low")
        self.make("account", "comments", "comment", text="Hm", ticket_id="{{ticket}}")
        self.make("agent", "comments", "answer", text="Yes", ticket_id="{{ticket}}")
        self.make("account", "attachments", "file", title="Plan", comment_id="{{comment}}")
        self.make("agent", "visits", "visit", purpose="x", day="2024-05-01", ticket_id="{{ticket}}")

    def make(self, who: str, plural: str, name: str, **values: JsonValue) -> None:
        made = request(who, "POST", f"/{plural}", values)
        self.play(made.model_copy(update={"capture": {name: "/id"}}))
        assert name in self.worlds[0].captured

    def play(self, step: HttpStep) -> list[Outcome]:
        results = played(self.reference, self.worlds, with_token(PLAN, step))
        self.worlds = list(after(step, results))
        return [outcome for _, outcome in results]

    def asked(self, who: str, method: str, path: str, **values: JsonValue) -> set[int]:
        """Every status that a sound answer may have."""
        outcomes = self.play(request(who, method, path, values))
        return {status for outcome in outcomes for status in outcome.status}

    def listed(self, who: str, path: str) -> int:
        [outcome] = self.play(request(who, "GET", path))
        assert isinstance(outcome.body, list)
        assert not any(isinstance(item, Among) for item in outcome.body)
        assert outcome.headers == {"X-Total-Count": f"^{len(outcome.body)}$"}
        return len(outcome.body)


@pytest.fixture
def desk() -> Desk:
    return Desk()


ONE_OF_EACH = ["/comments/{{comment}}", "/attachments/{{file}}", "/visits/{{visit}}"]


@pytest.mark.parametrize("path", ONE_OF_EACH)
def test_a_part_is_read_by_who_sees_what_it_is_part_of(desk: Desk, path: str) -> None:
    assert desk.asked("account", "GET", path) == {200}
    assert desk.asked("agent", "GET", path) == {200}
    assert desk.asked(OTHER, "GET", path) == {404}


@pytest.mark.parametrize(("path", "there"), [("/comments", 2), ("/attachments", 1), ("/visits", 1)])
def test_a_part_is_listed_to_who_sees_what_it_is_part_of(desk: Desk, path: str, there: int) -> None:
    assert desk.listed("account", path) == desk.listed("agent", path) == there
    assert desk.listed(OTHER, path) == 0


def test_a_filter_by_a_hidden_record_finds_nothing(desk: Desk) -> None:
    assert desk.listed(OTHER, "/comments?ticket_id={{ticket}}") == 0


def test_totals_are_of_parts_that_the_caller_sees(desk: Desk) -> None:
    path = "/count_comments"
    [mine] = desk.play(request("account", "GET", path))
    [theirs] = desk.play(request(OTHER, "GET", path))
    assert (mine.body, theirs.body) == ([{"label": "calm", "value": 2}], [])


def test_below_a_hidden_record_is_refused_as_below_one_that_is_not_there(desk: Desk) -> None:
    def made_below(ticket: JsonValue, who: str) -> list[Outcome]:
        sent = {"text": "Hm", "ticket_id": ticket}
        return desk.play(request(who, "POST", "/comments", sent))

    hidden, unknown = made_below("{{ticket}}", OTHER), made_below(987654321, OTHER)
    for outcomes in (hidden, unknown):
        assert {outcome.status for outcome in outcomes} == {frozenset({422})}
        assert {outcome.fields for outcome in outcomes} == {("ticket_id",)}
    assert desk.asked("agent", "POST", "/comments", text="Hm", ticket_id="{{theirs}}") == {201}


def test_nothing_is_told_of_what_a_hidden_record_holds() -> None:
    """That a ticket has a visit on a day is a reason for who sees the ticket only."""
    entities = [*parts_as_planned()["entities"][:-1], VISIT | {"writers": []}]
    desk = Desk(accept_plan(parts_as_planned() | {"entities": entities}))
    visit: dict[str, JsonValue] = {"purpose": "y", "day": "2024-05-01", "ticket_id": "{{ticket}}"}
    assert desk.asked("account", "POST", "/visits", **visit) == {409}
    assert desk.asked(OTHER, "POST", "/visits", **visit) == {422}


def test_a_part_is_not_moved_to_a_hidden_record(desk: Desk) -> None:
    comment = "/comments/{{comment}}"
    assert desk.asked("account", "PATCH", comment, ticket_id="{{theirs}}") == {422}
    assert desk.asked("account", "PATCH", comment, text="Hm!") == {200}
    assert desk.asked("account", "PUT", comment, text="Hm", ticket_id="{{theirs}}") == {422}


def test_only_its_owner_changes_a_part_that_others_see(desk: Desk) -> None:
    sent: dict[str, JsonValue] = {"text": "No", "ticket_id": "{{ticket}}"}
    assert desk.asked("agent", "PUT", "/comments/{{comment}}", **sent) == {403, 404}
    assert desk.asked("account", "DELETE", "/comments/{{answer}}") == {403, 404}
    assert desk.asked(OTHER, "DELETE", "/comments/{{answer}}") == {404}
    assert desk.asked("agent", "DELETE", "/comments/{{answer}}") == {204}


def test_a_part_without_an_owner_is_changed_by_who_sees_it(desk: Desk) -> None:
    sent: dict[str, JsonValue] = {"title": "Map", "comment_id": "{{comment}}"}
    assert desk.asked("agent", "PUT", "/attachments/{{file}}", **sent) == {200}
    assert desk.asked(OTHER, "PUT", "/attachments/{{file}}", **sent) == {404}
    assert desk.asked("account", "DELETE", "/attachments/{{file}}") == {204}


def test_roles_still_say_who_writes(desk: Desk) -> None:
    assert desk.asked("account", "DELETE", "/visits/{{visit}}") == {403}
    assert desk.asked("agent", "DELETE", "/visits/{{visit}}") == {204}


def test_clearing_takes_what_the_caller_may_change(desk: Desk) -> None:
    desk.asked("account", "DELETE", "/attachments/{{file}}")
    assert desk.asked(OTHER, "DELETE", "/comments") == {204}
    assert desk.listed("account", "/comments") == 2
    assert desk.asked("account", "DELETE", "/comments") == {204}
    assert desk.listed("account", "/comments") == 1
    assert desk.asked("account", "GET", "/comments/{{answer}}") == {200}
