"""Accounts, ownership and rules that cannot be are refused with their place in the plan."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from bench.recorded.assembling import folder_of, written_plan
from tests.support.parts import parts, parts_as_planned
from workbench.plan.actors import whole_of
from workbench.planning.acceptance import ImpossiblePlan, accept_plan


def studio() -> Any:
    return json.loads((folder_of("studio") / "plan.json").read_text())


def entity(plan: Any, name: str) -> Any:
    return next(item for item in plan["entities"] if item["name"] == name)


def field(plan: Any, owner: str, name: str) -> Any:
    return next(item for item in entity(plan, owner)["fields"] if item["name"] == name)


def problems(plan: Any) -> str:
    with pytest.raises(ImpossiblePlan) as error:
        accept_plan(plan)
    return "\n".join(map(str, error.value.problems))


def test_the_studios_plan_is_accepted_and_completed() -> None:
    plan = written_plan("studio")
    asked = {op.id: op.access.roles for op in plan.operations if op.access is not None}
    assert asked["createLesson"] == asked["closeLesson"] == ["admin"]
    assert asked["listBookings"] == asked["me"] == []
    assert not {"listLessons", "getLesson", "register", "login", "replaceBooking"} & set(asked)
    assert not any(op.id == "replaceBooking" for op in plan.operations)
    assert [page.route for page in plan.pages] == ["/bookings", "/lessons"]


@pytest.mark.parametrize(
    ("place", "values", "says"),
    [
        (("accounts",), {"entity": "Ghost"}, "accounts.entity: there is no entity 'Ghost'"),
        (("accounts",), {"login": "name"}, "accounts.login: 'name' must be a required, unique"),
        (
            ("accounts",),
            {"password": "name"},
            "accounts.password: 'name' must be a required, secret",
        ),
        (("accounts",), {"role": "name"}, "accounts.role: 'name' must be an enum"),
        (
            ("invariants", 0),
            {"fields": []},
            "invariants.0.one_per.fields: List should have at least 1 item",
        ),
        (("invariants", 0), {"fields": ["x"]}, "invariants.once_each: Booking has no field 'x'"),
        (("invariants", 0), {"entity": "Ghost"}, "invariants.once_each: there is no entity"),
        (
            ("invariants", 1),
            {"parent": "guest"},
            "invariants.places_left: 'guest' must be a reference",
        ),
        (("invariants", 1), {"limit": "x"}, "invariants.places_left: Lesson has no field 'x'"),
        (
            ("invariants", 2),
            {"operation": "x"},
            "invariants.closed_once: there is no operation 'x'",
        ),
        (
            ("invariants", 1),
            {"where": {"x": 1}},
            "invariants.places_left: Booking has no field 'x'",
        ),
        (("invariants", 1), {"where": {"lesson": 1}}, "'lesson' must be an enum or a boolean"),
        (("seed", 0), {"entity": "Ghost"}, "seed.0: there is no entity 'Ghost'"),
    ],
)
def test_an_impossible_access_is_refused_with_its_reason(
    place: tuple[Any, ...], values: Any, says: str
) -> None:
    plan = studio()
    part = plan
    for key in place:
        part = part[key]
    part |= values
    assert says in problems(plan)


def test_a_role_that_nobody_can_have_is_refused() -> None:
    plan = studio()
    plan["seed"] = []
    assert "no account can have the role 'admin': seed an account with it" in problems(plan)
    entity(plan, "Lesson")["writers"] = ["owner"]
    assert "there is no role 'owner'" in problems(plan)


def test_a_seeded_record_has_what_is_required() -> None:
    plan = studio()
    del plan["seed"][0]["values"]["password"]
    assert "seed.0: 'password' is required and has no value" in problems(plan)


def test_an_owner_is_an_account_that_the_server_writes() -> None:
    plan = studio()
    entity(plan, "Booking")["owner"] = "lesson"
    assert "'lesson' must be a ref to the account, write server" in problems(plan)


def test_a_derived_field_counts_what_points_to_its_own_record() -> None:
    plan = studio()
    field(plan, "Lesson", "booked")["derived"]["ref"] = "member"
    assert "'member' must point to Lesson" in problems(plan)
    field(plan, "Lesson", "booked")["derived"]["child"] = "Ghost"
    assert "there is no entity 'Ghost'" in problems(plan)
    field(plan, "Lesson", "booked")["write"] = "client"
    assert "a derived field is written by the server" in problems(plan)


def test_a_name_of_the_session_is_taken() -> None:
    plan = studio()
    entity(plan, "Booking")["name"] = "Session"
    assert "entities.Session: the name is reserved for the accounts' operations" in problems(plan)


@pytest.mark.parametrize(
    ("step", "says"),
    [
        (
            {
                "kind": "parallel",
                "answers": {"201": 1},
                "steps": [
                    {"method": "POST", "path": "/bookings", "expect": {"status": [201]}},
                    {"method": "POST", "path": "/bookings", "expect": {"status": [201]}},
                ],
            },
            "answers must count every one of its steps",
        ),
        (
            {
                "kind": "parallel",
                "answers": {"201": 2},
                "steps": [
                    {"method": "POST", "path": "/ghosts", "expect": {"status": [201]}},
                    {"method": "POST", "path": "/bookings", "expect": {"status": [201]}},
                ],
            },
            "no operation has the path /ghosts",
        ),
        (
            {
                "method": "GET",
                "path": "/bookings/{{ben_id}}",
                "kind": "http",
                "expect": {"status": [404]},
            },
            "'ben_id' is used before any step captures it",
        ),
    ],
)
def test_steps_of_accounts_are_checked(step: Any, says: str) -> None:
    plan = studio()
    plan["scenarios"][0]["steps"] = [step]
    assert says in problems(plan)


def test_an_account_needs_accounts() -> None:
    plan = studio()
    plan |= {"accounts": None, "seed": [], "invariants": [], "operations": []}
    entity(plan, "Lesson").pop("writers")
    entity(plan, "Booking").pop("owner")
    assert "as_account needs accounts, and the plan has none" in problems(plan)


# -- parts of a record ----------------------------------------------------------------------------


def with_part(**changes: Any) -> Any:
    """The help desk whose comments are planned otherwise."""
    plan = deepcopy(parts_as_planned())
    entity(plan, "Comment").update(changes)
    return plan


def with_reference(**changes: Any) -> Any:
    """The help desk in which the ticket of a comment is planned otherwise."""
    plan = deepcopy(parts_as_planned())
    field(plan, "Comment", "ticket_id").update(changes)
    return plan


WRITTEN = "'ticket_id' must be a required ref, not nullable, that a client writes"


@pytest.mark.parametrize(
    ("plan", "says"),
    [
        (with_part(part_of="ghost"), "Comment has no field 'ghost'"),
        (with_part(part_of="text"), "'text' must be a required ref, not nullable, that a client"),
        (with_part(part_of="author"), "'author' must be a required ref, not nullable, that a"),
        (with_reference(required=False), WRITTEN),
        (with_reference(nullable=True), WRITTEN),
        (
            with_reference(ref="Account"),
            "'ticket_id' is a ref to an account: use `owner`",
        ),
        (with_reference(ref="Comment"), "`part_of` cannot refer to the same entity"),
        (
            with_reference(ref="Attachment"),
            "`part_of` leads back to the same entity: Comment → Attachment → Comment",
        ),
        (with_part(public=True), "everybody may read these records: leave out `public: true`, or"),
    ],
)
def test_an_impossible_part_is_refused_with_its_reason(plan: Any, says: str) -> None:
    assert f"entities.Comment.part_of: {says}" in problems(plan)


def test_a_part_of_what_everybody_sees_is_pointless() -> None:
    plan = deepcopy(parts_as_planned())
    del entity(plan, "Ticket")["owner"], entity(plan, "Ticket")["seen_by"]
    assert "entities.Comment.part_of: Ticket has neither `owner` nor `part_of`" in problems(plan)


def test_parts_need_accounts() -> None:
    plan = deepcopy(parts_as_planned())
    plan["entities"] = [item | {"owner": None, "seen_by": []} for item in plan["entities"]]
    del plan["accounts"]
    assert "`part_of` needs `accounts`, and the plan has none" in problems(plan)


def test_an_account_is_not_a_part() -> None:
    plan = deepcopy(parts_as_planned())
    entity(plan, "Account")["part_of"] = "email"
    assert "entities.Account.part_of: an account cannot be part of a record" in problems(plan)


def test_parts_of_parts_are_accepted() -> None:
    plan = parts()
    assert [whole_of(plan, item).name for item in plan.entities] == ["Account", *["Ticket"] * 4]
