"""The Python face: below a running loop, with typed options, an approver, and errors to act on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stackwright import Event, PlanQuestion, StackwrightError, abuild, build, resume
from workbench.host.folders import data_folders
from workbench.runs.records import RunStore


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


async def test_build_works_below_a_running_loop_as_in_a_notebook() -> None:
    with pytest.raises(StackwrightError, match="the request is empty") as error:
        build("")
    assert (error.value.kind, error.value.exit_code) == ("input", 2)


def test_build_works_without_a_loop() -> None:
    with pytest.raises(StackwrightError, match="found nothing to keep"):
        build("Make me rich", model="offline")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"colour": "blue"}, "--colour: there is no such option"),
        ({"max_attempts": 0}, "--max-attempts"),
        ({"budget_usd": -1}, "--budget-usd"),
        ({"storage": "paper"}, "--storage"),
    ],
)
async def test_a_bad_option_is_named(options: dict[str, Any], says: str) -> None:
    with pytest.raises(StackwrightError, match=says):
        await abuild("A notes app", **options)


async def test_an_approver_sees_the_plan_until_it_is_content_and_events_are_typed() -> None:
    events: list[Event] = []
    questions: list[PlanQuestion] = []
    answers: list[dict[str, Any]] = [
        {"decision": "edit", "plan": {"name": "x"}},
        {"decision": "reject", "reason": "shorter"},
        {"decision": "reject", "reason": ""},
    ]

    async def approve(question: PlanQuestion) -> dict[str, Any]:
        questions.append(question)
        return answers[len(questions) - 1]

    with pytest.raises(StackwrightError, match="rejected without a reason") as error:
        await abuild("A notes app", model="offline", approver=approve, on_event=events.append)
    assert error.value.kind == "rejected"
    assert [bool(question.complaint) for question in questions] == [False, True, False]
    assert questions[0].plan["entities"][0]["name"] == "Note"
    assert [event.node for event in events if event.type == "node_started"].count("planner") == 2


async def test_an_approver_that_answers_something_else_ends_the_call_and_the_run_waits() -> None:
    with pytest.raises(StackwrightError, match=r"'perhaps'.*waits.*stackwright resume") as error:
        await abuild("A notes app", model="offline", approver=lambda _q: {"decision": "perhaps"})
    assert error.value.exit_code == 2


async def test_a_run_that_came_to_nothing_is_forgotten() -> None:
    before = RunStore(data_folders().runs).all()
    with pytest.raises(StackwrightError):
        await abuild("Make me rich", model="offline")
    assert RunStore(data_folders().runs).all() == before


def test_resuming_what_never_was_says_how_to_list_what_was() -> None:
    with pytest.raises(StackwrightError, match="list them with: stackwright runs"):
        resume("no-such-run")
