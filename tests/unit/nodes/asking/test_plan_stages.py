"""The planner is asked stage by stage; what was accepted is not asked for again."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from graph.context import BuildOptions
from prompts import example
from stackwright.questions import PlanQuestion
from stackwright.session import start_run
from tests.support.services import FakeGates, ScriptedChat, fake_services, scripted_chat
from workbench.errors import PlanRejected, StackwrightError
from workbench.llm.blocks import Block

# The request of the prompt's worked examples.
ROOMS = (
    "Members sign in and book rooms, never two bookings of a room at a time; only the admin keeps "
    "the rooms."
)
RECORDS, RULES, PROOFS = (json.loads(example(name)) for name in ("records", "rules", "proofs"))
Answers = list[object]


def plan_answer(data: object) -> list[Block]:
    return [Block("plan", json.dumps(data))]


async def asked(request: str, answers: Answers) -> tuple[PlanQuestion, ScriptedChat]:
    """The plan that is shown for approval, of a model with these answers, in this order."""
    left = iter(answers)
    shown: list[PlanQuestion] = []

    def reply(_blocks: list[Block]) -> Any:
        answer = next(left)
        return answer if isinstance(answer, list) else plan_answer(answer)

    def reject(question: PlanQuestion) -> dict[str, Any]:
        shown.append(question)
        return {"decision": "reject", "reason": ""}

    chat = scripted_chat({"plan": reply})
    with suppress(PlanRejected):
        await start_run(
            request,
            BuildOptions(model="fake"),
            approver=reject,
            services=fake_services(FakeGates(), chat),
        )
    assert next(left, None) is None, "an answer was not asked for"
    return shown[0], chat


async def test_three_small_answers_become_one_plan() -> None:
    question, chat = await asked(ROOMS, [RECORDS, RULES, PROOFS])
    assert [entity["name"] for entity in question.plan["entities"]] == ["Member", "Room", "Booking"]
    assert question.plan["entities"][1]["writers"] == ["admin"]
    assert len(question.plan["scenarios"]) == 3
    assert "Not proven" not in question.in_words
    assert "3. as ben: POST /bookings" in question.in_words
    assert [json.loads(text).keys() for text in chat.shown("accepted")] == [
        RECORDS.keys(),
        RECORDS.keys() | RULES.keys(),
    ]


async def test_a_whole_plan_in_the_first_answer_is_taken_as_such() -> None:
    entities = [
        {**entity, **{k: v for k, v in RULES["entities"][at - 1].items() if at}}
        for at, entity in enumerate(RECORDS["entities"])
    ]
    question, _ = await asked(ROOMS, [{**RECORDS, **RULES, **PROOFS, "entities": entities}])
    assert len(question.plan["scenarios"]) == 3


def without_display_field(records: dict[str, Any]) -> dict[str, Any]:
    """The records with the same mistake in two entities, and another one."""
    wrong: dict[str, Any] = json.loads(json.dumps(records))
    wrong["entities"][1]["display_field"] = "nothing"
    wrong["entities"][2]["display_field"] = "nothing"
    wrong["requirements"][0]["quotes"] = ["Members fly"]
    return wrong


def search(*pairs: tuple[str, str]) -> list[Block]:
    hunks = [f"<<<<<<< SEARCH\n{old}\n=======\n{new}\n>>>>>>> REPLACE" for old, new in pairs]
    return [Block("edit", "\n".join(hunks))]


async def test_a_refused_stage_is_shown_its_text_and_takes_edits() -> None:
    wrong = json.dumps(without_display_field(RECORDS), indent=1)
    edits = search(
        (
            '   "display_field": "nothing",\n   "fields": [\n    {\n     "name": "name"',
            '   "display_field": "name",\n   "fields": [\n    {\n     "name": "name"',
        ),
        (
            '   "display_field": "nothing",\n   "fields": [\n    {\n     "name": "purpose"',
            '   "display_field": "purpose",\n   "fields": [\n    {\n     "name": "purpose"',
        ),
        ("Members fly", "Members sign in"),
    )
    question, chat = await asked(ROOMS, [[Block("plan", wrong)], edits, RULES, PROOFS])
    assert [text.rstrip("\n") for text in chat.shown("refused")] == [wrong]
    [complaints] = chat.shown("feedback")
    assert complaints.count("\n- ") == 1, "one line for each kind of complaint"
    assert "(2 times; also at entities.Booking.display_field)" in complaints
    assert "the request does not say “Members fly”" in complaints
    assert len(question.plan["entities"]) == 3


async def test_a_later_stage_that_is_refused_does_not_cost_the_earlier_ones_again() -> None:
    wrong = {"scenarios": [{**PROOFS["scenarios"][0], "requirement": "R9"}]}
    question, _ = await asked(ROOMS, [RECORDS, RULES, wrong, PROOFS])
    assert "Not proven" not in question.in_words


async def test_what_a_scenario_was_to_prove_that_stays_wrong_is_a_requirement_without_a_proof() -> (
    None
):
    further = {
        **PROOFS["scenarios"][0],
        "id": "further",
        "title": "what the last answer gets wrong",
        "requirement": "R1",
        "steps": [
            {"kind": "http", "method": "GET", "path": "/nothing", "expect": {"status": [200]}}
        ],
    }
    wrong = {**PROOFS, "scenarios": [*PROOFS["scenarios"], further]}
    question, chat = await asked(ROOMS, [RECORDS, RULES, wrong, wrong, wrong, {}])
    first = RECORDS["requirements"][0]["text"]
    lost = f"R1-1: {first} (what the last answer gets wrong)"
    assert chat.shown("open") == [f"No scenario proves {lost}\n"]
    assert f"R1-1 {first} (what the last answer gets wrong)" in question.in_words
    assert "further" not in {item["id"] for item in question.plan["scenarios"]}


async def test_a_stage_that_is_never_accepted_ends_with_its_complaints() -> None:
    with pytest.raises(StackwrightError, match="there is no entity"):
        await asked(
            ROOMS, [RECORDS, *[{"accounts": {**RULES["accounts"], "entity": "Nobody"}}] * 3]
        )


async def test_a_requirement_without_a_scenario_is_asked_for_once_and_then_listed() -> None:
    two = {"scenarios": PROOFS["scenarios"][:2]}
    question, chat = await asked(ROOMS, [RECORDS, RULES, two, {}])
    assert chat.shown("open") == [
        "No scenario proves R3: A room is never booked twice at the same time\n"
    ]
    assert "Not proven by anything\n  R3 A room" in question.in_words


async def test_the_answer_about_a_missing_scenario_holds_only_what_is_added() -> None:
    two, third = PROOFS["scenarios"][:2], PROOFS["scenarios"][2:]
    question, _ = await asked(ROOMS, [RECORDS, RULES, {"scenarios": two}, {"scenarios": third}])
    assert [item["requirement"] for item in question.plan["scenarios"]] == ["R1", "R2", "R3"]


async def test_what_no_requirement_quotes_is_asked_about_once_and_then_shown() -> None:
    request = ROOMS + " Invoices are printed."
    question, chat = await asked(request, [RECORDS, {}, RULES, PROOFS])
    assert chat.shown("open") == ["No requirement quotes: “Invoices are printed”\n"]
    assert "no requirement quotes “Invoices are printed”" in question.in_words


async def test_a_question_about_open_points_may_be_answered_with_a_requirement() -> None:
    printed = {
        "id": "R4",
        "text": "Invoices are printed",
        "kind": "manual",
        "quotes": ["Invoices are printed"],
    }
    request = ROOMS + " Invoices are printed."
    question, _ = await asked(request, [RECORDS, {"requirements": [printed]}, RULES, PROOFS])
    assert "no requirement quotes" not in question.in_words
    assert "Not proven by anything\n  R4 Invoices" in question.in_words


@pytest.mark.parametrize(
    "answer", [[Block("refusal", "no")], {"entities": 3}, [Block("plan", "{")]]
)
async def test_a_bad_answer_about_open_points_costs_nothing(answer: object) -> None:
    two = {"scenarios": PROOFS["scenarios"][:2]}
    question, _ = await asked(ROOMS, [RECORDS, RULES, two, answer])
    assert len(question.plan["scenarios"]) == 2
