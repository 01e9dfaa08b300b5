"""Traces follow from bindings and constraints: every constraint has one, none names what is not there."""

from __future__ import annotations

import pytest

from tests.support.plans import LIBRARY, NOTES, PLANTS, planned
from workbench.plan.steps import Expectation, HttpStep, Scenario
from workbench.planning.contradiction import contradiction
from workbench.reference.traces import derive_traces

LOANS = "loans (book, member, due:date), books (title) and members (name)"


def ids(request: str) -> set[str]:
    return {trace.id for trace in derive_traces(planned(request))}


def test_a_plain_entity_gets_the_whole_life_cycle() -> None:
    assert {
        "notes.create.persists",
        "notes.list.agrees",
        "notes.update.reads_back",
        "notes.delete.is_gone",
        "notes.ids.never_reused",
        "notes.create.malformed",
        "notes.read.unknown_id",
        "notes.cors.preflight",
        "notes.method.not_allowed",
    } <= ids(NOTES)


@pytest.mark.parametrize(
    "trace",
    [
        "books.unique.isbn",
        "books.invalid.status.not_a_member",
        "books.invalid.title.missing",
        "books.filter.status",
        "books.search.author",
        "members.invalid.email.wrong_format",
    ],
)
def test_every_constraint_has_its_trace(trace: str) -> None:
    assert trace in ids(LIBRARY)


@pytest.mark.parametrize(
    "trace",
    [
        "plants.invalid.watering_days.below_min",
        "plants.invalid.watering_days.above_max",
        "plants.invalid.last_watered.impossible_date",
        "notes.invalid.plant_id.unknown",
        "notes.reference.plant_id",
        "notes.filter.plant_id",
    ],
)
def test_ranges_dates_and_references_have_theirs(trace: str) -> None:
    assert trace in ids(PLANTS)


def test_a_replace_takes_back_what_it_does_not_name_and_keeps_when_it_was_created() -> None:
    assert {"plants.update.replaces_all", "plants.update.keeps_creation"} <= ids(PLANTS)
    assert "notes.update.keeps_creation" in ids(NOTES)
    assert "notes.update.replaces_all" not in ids(NOTES), "a note has nothing optional"


@pytest.mark.parametrize("request_text", [NOTES, LIBRARY, PLANTS, LOANS])
def test_nothing_is_used_before_it_was_captured(request_text: str) -> None:
    for trace in derive_traces(planned(request_text)):
        captured: set[str] = set()
        for step in trace.steps:
            assert step.references <= captured, trace.id
            captured |= step.captures


def test_ids_are_unique() -> None:
    traces = derive_traces(planned(LIBRARY))
    assert len({trace.id for trace in traces}) == len(traces)


def test_the_offline_plan_does_not_contradict_its_contract() -> None:
    assert contradiction(planned(PLANTS)) is None


def test_a_scenario_that_wants_another_answer_to_the_same_request_is_a_contradiction() -> None:
    plan = planned(NOTES)
    step = HttpStep(method="GET", path="/notes", expect=Expectation(status=[404]))
    wrong = Scenario(id="wrong", requirement="R1", title="x", steps=[step])
    found = contradiction(plan.model_copy(update={"scenarios": [wrong]}))
    assert found is not None
    assert found.where == "scenarios.wrong.steps.0"
    assert found.message.startswith("GET /notes expects [404], but ")


def test_the_address_of_a_new_record_is_followed_also_for_an_id_of_several_digits() -> None:
    (paging,) = [t for t in derive_traces(planned(NOTES)) if t.id == "notes.paging"]
    steps = [step for step in paging.steps if isinstance(step, HttpStep)]
    place = next(i for i, step in enumerate(steps) if step.path == "{{last_address}}")
    made = steps[place - 1]
    assert (made.method, made.capture["last_address"]) == ("POST", "Location")
    assert len([step for step in steps[:place] if step.method == "POST"]) > 10
    assert ("/id", "{{last}}") in [(m.pointer, m.value) for m in steps[place].expect.body]
