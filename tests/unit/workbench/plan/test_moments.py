"""Scenarios name moments by their distance from the scenario's start."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.plans import planned
from tests.support.reference_server import ReferenceServer, runner_on
from workbench.harness.http_steps import HttpRunner
from workbench.openapi.document import openapi_document
from workbench.plan.language.moments import moment, moments_problem
from workbench.plan.steps import HttpStep, Scenario
from workbench.plan.system import SystemPlan
from workbench.planning.scenario_checks import scenario_problems
from workbench.planning.scenario_execution import execution_problems

BEGAN = datetime(2026, 12, 31, 22, 30, 15, 999_999, tzinfo=UTC)


def plan_with(body: dict[str, Any], matches: list[dict[str, Any]] | None = None) -> SystemPlan:
    plan = planned("visits (reason, starts_at:datetime, day:date)").model_copy(deep=True)
    step = {
        "kind": "http",
        "method": "POST",
        "path": "/visits",
        "body": {"reason": "a cold", **body},
        "expect": {"status": [201], "body": matches or []},
    }
    scenario = {
        "id": "soon",
        "requirement": plan.requirements[0].id,
        "title": "a visit that begins soon",
        "steps": [step],
    }
    plan.scenarios.append(Scenario.model_validate(scenario))
    return plan


def messages(plan: SystemPlan) -> list[str]:
    found = scenario_problems(plan, openapi_document(plan))
    return [problem.message for problem in found if problem.where.startswith("scenarios.soon")]


@pytest.mark.parametrize(
    ("name", "later", "text"),
    [
        ("now", 0, "2026-12-31T22:30:15Z"),
        ("now", 90 * 60, "2027-01-01T00:00:15Z"),
        ("now", -86_400, "2026-12-30T22:30:15Z"),
        ("today", 0, "2026-12-31"),
        ("today", 60, "2027-03-01"),
        ("today", -1, "2026-12-30"),
    ],
)
def test_a_moment_is_seconds_or_days_from_the_start(name: str, later: int, text: str) -> None:
    assert moment(name, later, BEGAN) == text


def test_moments_stand_for_themselves_and_inside_texts() -> None:
    runner = HttpRunner("http://server.test", began=BEGAN)
    sent = {"starts_at": "{{now+60}}", "note": "until {{today+1}}", "days": ["{{ today }}"]}
    assert runner.fill(sent) == {
        "starts_at": "2026-12-31T22:31:15Z",
        "note": "until 2027-01-01",
        "days": ["2026-12-31"],
    }


def test_a_captured_value_of_that_name_comes_first() -> None:
    assert HttpRunner("http://server.test", {"now": 7}, began=BEGAN).fill("{{now+1}}") == 8


def test_moments_need_no_earlier_capture() -> None:
    assert messages(plan_with({"starts_at": "{{now+60}}", "day": "{{today}}"})) == []


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    plan = plan_with({"starts_at": "{{now+999999999999}}", "day": "{{today}}"})
    assert messages(plan) == ["{{now+999999999999}} is beyond the calendar"]
    assert moments_problem(["{{today-5000000}}"]) == "{{today-5000000}} is beyond the calendar"


def test_a_plan_with_moments_is_not_contradicted() -> None:
    matches = [{"pointer": "/day", "op": "equals", "value": "{{today+1}}"}]
    plan = plan_with({"starts_at": "{{now+60}}", "day": "{{today+1}}"}, matches)
    assert list(execution_problems(plan)) == []


def test_a_server_gets_the_moment_and_returns_it() -> None:
    matches = [{"pointer": "/starts_at", "op": "instant", "value": "{{now+60}}"}]
    plan = plan_with({"starts_at": "{{now+60}}", "day": "{{today}}"}, matches)
    [step] = plan.scenarios[-1].api_steps
    assert isinstance(step, HttpStep)
    runner = runner_on(ReferenceServer(plan))
    runner.run(step)
