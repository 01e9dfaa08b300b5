"""Scenarios become steps that can be run, and those of own operations behaviours that tests must cover."""

from __future__ import annotations

import pytest

from bench.recorded.assembling import written_plan
from workbench.plan.steps import HttpStep, Scenario
from workbench.plan.system import SystemPlan
from workbench.reference.scenarios import own_behaviours, signed_chapters


@pytest.fixture(scope="module")
def shop() -> SystemPlan:
    return written_plan("shop")


def scenario(plan: SystemPlan, name: str) -> Scenario:
    return next(item for item in plan.scenarios if item.id == name)


def test_the_accounts_of_a_scenario_are_registered_before_its_first_step(shop: SystemPlan) -> None:
    [(later, steps)] = signed_chapters(shop, scenario(shop, "own-orders"))
    named = {name for step in steps for name in step.accounts}
    captured = {name for step in steps if isinstance(step, HttpStep) for name in step.capture}
    assert later == 0
    assert named
    assert {f"{name}_token" for name in named} <= captured


def test_only_scenarios_that_call_an_operation_of_the_plans_own_are_behaviours(
    shop: SystemPlan,
) -> None:
    names = {trace.id.removeprefix("scenario:") for trace in own_behaviours(shop)}
    assert {"checks-out", "all-or-nothing", "ships-once"} <= names
    assert not {"registers", "admin-keeps"} & names


def test_a_transition_that_the_plan_expresses_is_no_behaviour_of_its_own() -> None:
    assert own_behaviours(written_plan("studio")) == []


def test_what_needs_a_later_time_is_left_out() -> None:
    trails = written_plan("trails")
    assert len(scenario(trails, "thirty-days").chapters) > 1
    assert {trace.id for trace in own_behaviours(trails)} == {"scenario:favors"}
