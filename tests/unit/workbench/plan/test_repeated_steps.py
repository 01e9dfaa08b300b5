"""A step that is sent many times stands for as many requests, each with its number."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from tests.support.plans import planned
from workbench.openapi.document import openapi_document
from workbench.plan.problem import PlanProblem
from workbench.plan.steps import HttpStep, Scenario
from workbench.plan.system import SystemPlan
from workbench.planning.scenario_checks import scenario_problems
from workbench.planning.scenario_execution import execution_problems
from workbench.planning.words.plan import plan_in_words

STEP: dict[str, Any] = {
    "kind": "http",
    "method": "POST",
    "path": "/notes",
    "body": {"title": "Note {{n}}", "body": "written {{n}}"},
    "expect": {
        "status": [201],
        "body": [{"pointer": "/title", "op": "equals", "value": "Note {{n}}"}],
    },
    "repeat": 101,
}
LISTED: dict[str, Any] = {
    "kind": "http",
    "method": "GET",
    "path": "/notes",
    "expect": {
        "status": [200],
        "headers": [{"name": "X-Total-Count", "op": "equals", "value": "101"}],
    },
}


def plan_with(*steps: dict[str, Any]) -> SystemPlan:
    plan = planned("notes with title and body").model_copy(deep=True)
    scenario = {
        "id": "many",
        "requirement": plan.requirements[0].id,
        "title": "many notes",
        "steps": list(steps),
    }
    plan.scenarios.append(Scenario.model_validate(scenario))
    return plan


def problems(plan: SystemPlan) -> list[PlanProblem]:
    return list(execution_problems(plan))


def test_each_request_has_its_number_as_a_text_and_as_a_number() -> None:
    step = HttpStep.model_validate(STEP | {"body": {"title": "Note {{n}}", "pages": "{{n+10}}"}})
    sent = [one.body for one in step.each()]
    assert sent[0] == {"title": "Note 1", "pages": 11}
    assert sent[-1] == {"title": "Note 101", "pages": 111}
    assert {one.repeat for one in step.each()} == {1}


def test_what_was_captured_stays_a_token() -> None:
    step = HttpStep.model_validate(STEP | {"path": "/notes/{{id}}", "body": {"next": "{{id+1}}"}})
    first = next(step.each())
    assert first.path == "/notes/{{id}}"
    assert first.body == {"next": "{{id+1}}"}
    assert step.references == {"id"}


def test_a_scenario_sends_all_of_them_and_the_reference_knows_what_they_lead_to() -> None:
    plan = plan_with(STEP, LISTED)
    assert len(plan.scenarios[-1].api_steps) == 102
    assert [len(steps) for _, steps in plan.scenarios[-1].chapters] == [102]
    assert problems(plan) == []


def test_a_wrong_expectation_after_them_is_told_at_its_own_step() -> None:
    wrong = LISTED | {
        "expect": {"status": [200], "body": [{"pointer": "", "op": "length", "value": 101}]}
    }
    [problem] = problems(plan_with(STEP, wrong))
    assert problem.where == "scenarios.many.steps.1"


def test_the_plan_in_words_says_how_often() -> None:
    assert "101 times: POST /notes" in plan_in_words(plan_with(STEP), "notes")


@pytest.mark.parametrize("times", [0, 201])
def test_it_is_bounded(times: int) -> None:
    with pytest.raises(ValidationError):
        HttpStep.model_validate(STEP | {"repeat": times})


def test_a_parallel_step_names_each_request() -> None:
    parallel = {"kind": "parallel", "steps": [STEP, STEP], "answers": {201: 2}}
    plan = plan_with(parallel)
    found = [str(problem) for problem in scenario_problems(plan, openapi_document(plan))]
    assert "scenarios.many.steps.0: name each parallel request; `repeat` is for others" in found
