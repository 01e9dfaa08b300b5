"""Each rule over several records has a trace one after the other and one all at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bench.recorded.assembling import folder_of, written_plan
from tests.support.repairs import repairs
from workbench.plan.steps import HttpStep, ParallelStep, Trace
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.reference.data_for_tests import invariants_of, record, scoped_parents
from workbench.reference.traces import derive_traces

STUDIO = written_plan("studio")


def traces(plan: SystemPlan) -> dict[str, Trace]:
    return {trace.id: trace for trace in derive_traces(plan)}


def rooms(*fields: dict[str, Any], **rule: Any) -> SystemPlan:
    """Rooms that are booked, under one rule."""
    named = {"name": "title", "label": "Title", "type": "string", "required": True}
    room = {
        "name": "Room",
        "plural": "rooms",
        "labels": {"singular": "Room", "plural": "Rooms"},
        "display_field": "title",
        "fields": [named],
    }
    stay = {
        "name": "Stay",
        "plural": "stays",
        "labels": {"singular": "Stay", "plural": "Stays"},
        "display_field": "title",
        "fields": [
            named,
            {"name": "room", "label": "Room", "type": "ref", "ref": "Room", "required": True},
            *fields,
        ],
    }
    invariants = [{"id": "rule", "entity": "Stay"} | rule]
    return accept_plan(
        {
            "name": "inn",
            "title": "Inn",
            "summary": "",
            "entities": [room, stay],
            "invariants": invariants,
        }
    )


@pytest.mark.parametrize("rule", ["once_each", "places_left"])
def test_each_rule_of_bookings_has_two_traces(rule: str) -> None:
    found = traces(STUDIO)
    assert f"bookings.invariant.{rule}.holds" in found
    last = found[f"bookings.invariant.{rule}.holds_at_once"].steps[-1]
    assert isinstance(last, ParallelStep)
    assert sum(last.answers.values()) == len(last.steps)
    assert set(last.answers) == {201, 409}


def test_capacity_is_filled_by_different_accounts() -> None:
    rush = traces(STUDIO)["bookings.invariant.places_left.holds_at_once"].steps[-1]
    assert isinstance(rush, ParallelStep)
    assert len({part.headers["Authorization"] for part in rush.steps}) == len(rush.steps)


def test_a_transition_happens_once() -> None:
    steps = traces(STUDIO)["lessons.invariant.closed_once.holds"].steps
    statuses = [step.expect.status for step in steps if isinstance(step, HttpStep)]
    assert statuses[-1] == [409]


def test_a_derived_value_follows_every_record_and_every_one_that_goes() -> None:
    steps = traces(STUDIO)["bookings.derived.lessons.booked"].steps
    shown = [
        match.value
        for step in steps
        if isinstance(step, HttpStep)
        for match in step.expect.body
        if match.pointer == "/booked"
    ]
    assert shown == [0, 1, 2, 1]


def test_records_under_a_rule_have_parents_of_their_own() -> None:
    booking = STUDIO.entity("Booking")
    assert [rule.id for rule in invariants_of(STUDIO, booking)] == ["once_each", "places_left"]
    refs = [record(STUDIO, booking, variant)["lesson"] for variant in range(3)]
    assert refs == ["{{lesson_id}}", "{{lesson_v1_id}}", "{{lesson_v2_id}}"]
    made = scoped_parents(STUDIO, booking, range(1, 3))
    assert [next(iter(step.capture)) for step in made] == ["lesson_v1_id", "lesson_v2_id"]
    assert invariants_of(STUDIO, STUDIO.entity("Lesson")) == []


def test_overlapping_spans_are_refused_and_neighbours_are_not() -> None:
    starts, ends = (
        {"name": name, "label": name, "type": "date", "required": True}
        for name in ("from", "until")
    )
    plan = rooms(starts, ends, kind="no_overlap", fields=["room"], start="from", end="until")
    found = traces(plan)
    steps = found["stays.invariant.rule.holds"].steps
    assert [409] in [step.expect.status for step in steps if isinstance(step, HttpStep)]
    assert isinstance(found["stays.invariant.rule.holds_at_once"].steps[-1], ParallelStep)
    spans = [record(plan, plan.entity("Stay"), variant) for variant in range(3)]
    assert all(str(one["from"]) < str(one["until"]) for one in spans)
    assert len({str(one["from"]) for one in spans}) == 3


def test_a_refusal_is_declared_in_the_document() -> None:
    plan = json.loads((folder_of("studio") / "plan.json").read_text())
    created = next(op for op in accept_plan(plan).operations if op.id == "createBooking")
    assert 409 in {error.status for error in created.errors}


def rated(**derived: Any) -> SystemPlan:
    """Films whose field follows from their reviews."""
    title = {"name": "title", "label": "Title", "type": "string", "required": True}
    review = [
        title,
        {"name": "film", "label": "Film", "type": "ref", "ref": "Film", "required": True},
        {"name": "stars", "label": "Stars", "type": "integer", "min": 1, "max": 5},
        {"name": "verified", "label": "Verified", "type": "boolean"},
    ]
    rule = {"child": "Review", "ref": "film", "field": "stars"} | derived
    shown = {
        "name": "shown",
        "label": "Shown",
        "write": "server",
        "derived": rule,
        "type": "number" if rule["how"] == "avg" else "integer",
        "nullable": rule["how"] in ("avg", "latest"),
    }
    entities = [
        {
            "name": name,
            "plural": plural,
            "labels": {"singular": name, "plural": plural.title()},
            "display_field": "title",
            "fields": fields,
        }
        for name, plural, fields in (
            ("Film", "films", [title, shown]),
            ("Review", "reviews", review),
        )
    ]
    return accept_plan({"name": "films", "title": "Films", "summary": "", "entities": entities})


@pytest.mark.parametrize(
    ("derived", "values"),
    [
        ({"how": "count", "field": None}, [0, 1, 2, 1]),
        ({"how": "sum"}, [0, 2, 5, 3]),
        ({"how": "avg"}, [None, 2, 2.5, 3]),
        ({"how": "latest"}, [None, 2, 3, 3]),
        ({"how": "avg", "where": {"verified": False}}, [None, 2, 2.5, 2.5, 3]),
    ],
)
def test_what_a_derived_field_must_be_after_each_record(
    derived: dict[str, Any], values: list[float | None]
) -> None:
    trace = traces(rated(**derived))["reviews.derived.films.shown"]
    assert [
        match.value
        for step in trace.steps
        if isinstance(step, HttpStep)
        for match in step.expect.body
        if match.pointer == "/shown"
    ] == values
    sent = [step.body for step in trace.steps if isinstance(step, HttpStep) and step.body]
    counted = [body["verified"] for body in sent if isinstance(body, dict) and "verified" in body]
    if derived.get("where"):
        assert counted == [False, False, True]


def test_what_takes_no_place_fits_when_all_are_taken() -> None:
    places = {"name": "places", "label": "Places", "type": "integer", "required": True, "min": 1}
    named = {"name": "title", "label": "Title", "type": "string", "required": True}
    seat = {
        "name": "kind",
        "label": "Kind",
        "type": "enum",
        "values": ["seat", "standing"],
        "required": True,
    }
    hall = {"name": "hall", "label": "Hall", "type": "ref", "ref": "Hall", "required": True}
    entities = [
        {
            "name": name,
            "plural": plural,
            "labels": {"singular": name, "plural": plural.title()},
            "display_field": "title",
            "fields": fields,
        }
        for name, plural, fields in (
            ("Hall", "halls", [named, places]),
            ("Ticket", "tickets", [named, hall, seat]),
        )
    ]
    rule = {
        "id": "seats",
        "kind": "capacity",
        "entity": "Ticket",
        "parent": "hall",
        "limit": "places",
        "where": {"kind": "seat"},
    }
    plan = accept_plan(
        {"name": "hall", "title": "Hall", "summary": "", "entities": entities, "invariants": [rule]}
    )
    steps = traces(plan)["tickets.invariant.seats.holds"].steps
    tickets = [
        (step.body["kind"], step.expect.status)
        for step in steps
        if isinstance(step, HttpStep) and isinstance(step.body, dict) and "kind" in step.body
    ]
    assert tickets == [
        ("seat", [201]),
        ("seat", [201]),
        ("seat", [409]),
        ("standing", [201]),
        ("seat", [201]),
    ]


def test_nothing_is_expected_of_a_number_that_is_computed_in_words() -> None:
    found = traces(repairs())
    assert "line_items.derived.repair_orders.lines" in found
    assert "line_items.derived.repair_orders.minutes" in found
    assert "line_items.derived.repair_orders.total_cents" not in found
    assert not any("total_never_negative" in name for name in found)


def test_who_makes_a_record_does_not_delete_it_where_another_role_must() -> None:
    steps = traces(repairs())["line_items.derived.repair_orders.lines"].steps
    plain = [step for step in steps if isinstance(step, HttpStep)]
    made = {
        step.as_account for step in plain if (step.method, step.path) == ("POST", "/line_items")
    }
    gone = {step.as_account for step in plain if step.method == "DELETE"}
    assert (made, gone) == ({"mechanic"}, {"admin"})
