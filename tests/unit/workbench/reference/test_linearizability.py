"""Histories written by hand: those that some order of the requests explains, and those that none does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.support.clinic import clinic
from tests.support.plans import planned
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import BindingRole, SystemPlan
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import Result, World
from workbench.reference.linearizability import Answered, Event, Search, linearized, parts

DESKS = planned("desks (name unique, place, note:text optional)")
FOREVER = 1_000.0


@dataclass(frozen=True)
class Given:
    """An answer: its status, and the fields that are told of the record."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)


Told = Event[Given]


def explains(result: Result, event: Told) -> bool:
    """True if the outcome has the answer's status and holds what it tells."""
    outcome = result[1]
    if event.answer.status not in outcome.status:
        return False
    told = event.answer.body.items()
    return outcome.refused or not told or told <= outcome.body.items()


def request(
    called: float,
    answered: float,
    method: str,
    path: str,
    body: Any,
    status: int,
    told: dict[str, Any] | None = None,
    name: str | None = None,
) -> Told:
    step = HttpStep(method=method, path=path, body=body, expect=Expectation(status=[status]))
    captures = {name: "/id"} if name and status < 400 else {}
    return Event(step, Given(status, told or {}), called, answered, captures)


def create(called: float, answered: float, name: str, status: int = 201, label: str = "a") -> Told:
    body = {"name": label, "place": "hall"}
    return request(called, answered, "POST", "/desks", body, status, name=name)


def put(called: float, answered: float, name: str, place: str, status: int = 200) -> Told:
    body = {"name": "a", "place": place}
    return request(called, answered, "PUT", "/desks/{{" + name + "}}", body, status)


def patch(called: float, answered: float, **changed: str) -> Told:
    return request(called, answered, "PATCH", "/desks/{{one}}", changed, 200)


def read(called: float, answered: float, status: int = 200, **told: str) -> Told:
    return request(called, answered, "GET", "/desks/{{one}}", None, status, told)


def delete(called: float, answered: float, name: str, status: int = 204) -> Told:
    return request(called, answered, "DELETE", "/desks/{{" + name + "}}", None, status)


def searched(*history: Told, plan: SystemPlan = DESKS, most: int = 10_000) -> Search[Given]:
    reference = Reference(plan)
    return linearized(reference, World(reference.start()), history, explains, most)


def patched_desks() -> SystemPlan:
    """The desks, whose records can be changed in part too."""
    binding = DESKS.binding("Desk", BindingRole.REPLACE)
    assert binding is not None
    replace = DESKS.operation(binding.operation)
    operation = replace.model_copy(update={"id": "patchDesk", "method": "PATCH"})
    patch = binding.model_copy(update={"role": BindingRole.PATCH, "operation": "patchDesk"})
    return DESKS.model_copy(
        update={"operations": [*DESKS.operations, operation], "bindings": [*DESKS.bindings, patch]}
    )


LINEARIZABLE = {
    "nothing at all": (),
    "one of two creates of a unique value is refused": (
        create(0, 5, "one"),
        create(0, 5, "two", 409),
    ),
    "the refused one was sent first and answered first": (
        create(0, 1, "two", 409),
        create(0, 5, "one"),
    ),
    "a value is taken while it is given up": (
        create(0, 1, "one"),
        delete(2, 6, "one"),
        create(2, 6, "two"),
        create(2, 6, "three", 409),
    ),
    "a read beside a change sees the old record": (
        create(0, 1, "one"),
        put(2, 9, "one", "roof"),
        read(3, 4, place="hall"),
        read(10, 11, place="roof"),
    ),
    "a read beside a change sees the new record": (
        create(0, 1, "one"),
        put(2, 9, "one", "roof"),
        read(3, 4, place="roof"),
    ),
    "two deletes, one of which finds nothing": (
        create(0, 1, "one"),
        delete(2, 5, "one", 404),
        delete(2, 5, "one"),
        read(6, 7, 404),
    ),
    "a change that comes too late": (
        create(0, 1, "one"),
        delete(2, 5, "one"),
        put(2, 5, "one", "roof", 404),
        read(6, 7, 404),
    ),
}
NOT_LINEARIZABLE = {
    "two records share a unique value": (create(0, 5, "one"), create(0, 5, "two")),
    "all creates of a unique value are refused": (
        create(0, 5, "one", 409),
        create(0, 5, "two", 409),
    ),
    "a create is refused for a value that is long given up": (
        create(0, 1, "one"),
        delete(2, 3, "one"),
        create(4, 5, "two", 409),
    ),
    "a read after a change sees the old record": (
        create(0, 1, "one"),
        put(2, 3, "one", "roof"),
        read(4, 5, place="hall"),
    ),
    "two reads in a row see the new record, then the old one": (
        create(0, 1, "one"),
        put(2, 9, "one", "roof"),
        read(3, 4, place="roof"),
        read(5, 6, place="hall"),
    ),
    "a record is half of one change and half of another": (
        create(0, 1, "one"),
        request(2, 5, "PUT", "/desks/{{one}}", {"name": "b", "place": "roof"}, 200),
        request(2, 5, "PUT", "/desks/{{one}}", {"name": "c", "place": "yard"}, 200),
        read(6, 7, name="b", place="yard"),
    ),
    "two deletes of one record succeed": (
        create(0, 1, "one"),
        delete(2, 5, "one"),
        delete(2, 5, "one"),
    ),
    "a change brings a deleted record back": (
        create(0, 1, "one"),
        delete(2, 5, "one"),
        put(2, 5, "one", "roof"),
        read(6, 7, place="roof"),
    ),
    "an acknowledged create is gone": (create(0, 1, "one"), read(2, 3, 404)),
}


@pytest.mark.parametrize("name", LINEARIZABLE)
def test_answers_of_some_order_are_linearizable(name: str) -> None:
    assert searched(*LINEARIZABLE[name]).outcome is Answered.YES


@pytest.mark.parametrize("name", NOT_LINEARIZABLE)
def test_answers_that_no_order_gives_are_not_linearizable(name: str) -> None:
    assert searched(*NOT_LINEARIZABLE[name]).outcome is Answered.NO


def test_changes_of_different_fields_are_both_kept() -> None:
    plan = patched_desks()
    changes = (create(0, 1, "one"), patch(2, 5, place="roof"), patch(2, 5, note="new"))
    kept, lost = read(6, 7, place="roof", note="new"), read(6, 7, place="hall", note="new")
    assert searched(*changes, kept, plan=plan).outcome is Answered.YES
    assert searched(*changes, lost, plan=plan).outcome is Answered.NO


def test_a_rule_over_several_records_holds_in_every_order() -> None:
    plan = clinic()
    reference = Reference(plan)
    [doctor] = [seed for seed in plan.seed if seed.entity == "User"]
    sign_in = {name: doctor.values[name] for name in ("email", "password")}
    token = {"Authorization": "Bearer {{token}}"}
    login = Event(
        HttpStep(method="POST", path="/login", body=sign_in, expect=Expectation(status=[200])),
        Given(200),
        0,
        1,
        {"token": "/token"},
    )

    def supply(quantity: int, status: int) -> Told:
        step = HttpStep(
            method="POST",
            path="/supplies",
            headers=token,
            expect=Expectation(status=[status]),
            body={"label": "x", "room": "{{room}}", "quantity": quantity},
        )
        return Event(step, Given(status), 4, 5, {})

    rooms = HttpStep(method="GET", path="/rooms", expect=Expectation(status=[200]))
    listed = Event(rooms, Given(200), 2, 3, {"room": "/0/id"})

    def held(*supplies: Told) -> Answered:
        history = (login, listed, *supplies)
        start = World(reference.start())
        return linearized(reference, start, history, _by_status).outcome

    assert held(supply(-2, 201), supply(2, 201)) is Answered.YES
    assert held(supply(-2, 409), supply(2, 201)) is Answered.YES
    assert held(supply(-2, 201), supply(-2, 201), supply(2, 201)) is Answered.NO


def _by_status(result: Result, event: Told) -> bool:
    return event.answer.status in result[1].status


def test_the_longest_order_and_what_does_not_go_after_it_are_told() -> None:
    found = searched(*NOT_LINEARIZABLE["a read after a change sees the old record"])
    assert [event.step.method for event in found.order] == ["POST", "PUT"]
    assert [event.step.method for event in found.left] == ["GET"]


def test_many_parallel_requests_are_put_in_an_order_within_the_bound() -> None:
    """Twelve creates of one value, of which the last to be tried was the first."""
    refused = [create(0, 9, f"n{n}", 409) for n in range(11)]
    assert searched(*refused, create(0, 9, "one")).outcome is Answered.YES
    assert searched(*refused, most=3_000).outcome is Answered.NO


def test_a_search_that_comes_to_its_bound_decides_nothing() -> None:
    changes = [put(2, 9, "one", f"place {n}") for n in range(8)]
    history = (create(0, 1, "one"), *changes, read(10, 11, place="nowhere"))
    assert searched(*history, most=200).outcome is Answered.OPEN


def test_requests_with_nothing_in_common_are_searched_apart() -> None:
    history = [
        create(0, 5, "one", label="a"),
        create(0, 5, "two", label="b"),
        create(0, 5, "three", label="A"),
        put(6, 9, "two", "roof"),
        read(6, 9),
    ]
    found = [{id(event) for event in part} for part in parts(DESKS, history)]
    one, two, three, put_two, read_one = (id(event) for event in history)
    # The second was created as "b" and changed into "a": all that may meet in one value are one part.
    assert found == [{one, two, three, put_two, read_one}]
    apart = parts(DESKS, [history[0], history[1], history[4]])
    assert sorted(len(part) for part in apart) == [1, 2]
