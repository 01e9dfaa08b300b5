"""What prompts show of a plan is the whole plan, in less than half of its length."""

from __future__ import annotations

import json

from bench.recorded.assembling import written_plan
from tests.support.plans import LIBRARY, NOTES, PLANTS, planned
from workbench.plan.steps import Expectation, HttpStep, Match, Matcher
from workbench.plan.system import SystemPlan
from workbench.planning.prompt_view import plan_for_prompt


def test_a_brief_plan_reads_back_as_the_same_plan_without_its_quotes() -> None:
    for plan in (*map(planned, (NOTES, LIBRARY, PLANTS)), written_plan("studio")):
        brief = plan_for_prompt(plan)
        without_quotes = plan.model_copy(
            update={
                "requirements": [
                    item.model_copy(update={"quotes": []}) for item in plan.requirements
                ]
            }
        )
        assert SystemPlan.model_validate(json.loads(brief)) == without_quotes
        assert len(brief) < len(plan.model_dump_json(indent=1)) / 2


def test_what_coders_must_follow_is_said_even_where_it_is_the_default() -> None:
    brief = json.loads(plan_for_prompt(written_plan("studio")))
    assert brief["accounts"]["sign_in_route"] == "/sign-in"
    assert brief["scenarios"][0]["steps"][0]["kind"] == "http"


def test_a_scenario_that_expects_null_says_so() -> None:
    plan = written_plan("studio")
    [first, *others] = plan.scenarios
    steps = [
        step.model_copy(
            update={
                "expect": Expectation(
                    status=[200], body=[Match(pointer="/note", op=Matcher.EQUALS, value=None)]
                )
            }
        )
        for step in first.steps
        if isinstance(step, HttpStep)
    ]
    scenarios = [first.model_copy(update={"steps": steps}), *others]
    brief = json.loads(plan_for_prompt(plan.model_copy(update={"scenarios": scenarios})))
    expected = brief["scenarios"][0]["steps"][0]["expect"]["body"]
    assert expected == [{"pointer": "/note", "op": "equals", "value": None}]
