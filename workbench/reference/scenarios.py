"""Scenarios without a page as steps that can be run: with the accounts that they name signed in."""

from __future__ import annotations

from workbench.plan.invariants import Transition
from workbench.plan.steps import HttpStep, PlainStep, Scenario, Trace
from workbench.plan.system import SystemPlan
from workbench.plan.totals.operations import totals_of
from workbench.reference.accounts_for_tests import introductions, signed_in_again, with_token
from workbench.reference.enumeration.own_operations import own_operations
from workbench.reference.error_expectations import operation_called

# A token need not live longer.
DAY = 86_400


def signed_chapters(plan: SystemPlan, scenario: Scenario) -> list[tuple[int, list[PlainStep]]]:
    """The chapters of a scenario, each with the steps that register its accounts or sign them in."""
    signed: list[tuple[int, list[PlainStep]]] = []
    for later, steps in scenario.chapters:
        first: list[HttpStep] = [] if signed else introductions(plan, scenario.api_steps)
        if later > DAY:
            first = signed_in_again(plan, scenario.api_steps, steps)
        signed.append((later, [*first, *(with_token(plan, step) for step in steps)]))
    return signed


def own_behaviours(plan: SystemPlan) -> list[Trace]:
    """What only scenarios say of the plan's own operations, each scenario as a trace.

    Left out are scenarios that need a page, a later time or parallel requests: what these show, a
    system's own tests need not.
    """
    totals = {item.id for item in plan.operations if totals_of(plan, item) is not None}
    moved = {rule.operation for rule in plan.invariants if isinstance(rule, Transition)}
    own = {operation.id for operation in own_operations(plan)} - totals - moved
    own |= {operation.id for operation in plan.operations if operation.effects}
    traces: list[Trace] = []
    for scenario in plan.scenarios:
        requests = [step for step in scenario.api_steps if isinstance(step, HttpStep)]
        is_plain = len(scenario.chapters) == 1 and len(requests) == len(scenario.api_steps)
        if scenario.needs_page or not is_plain:
            continue
        called = (operation_called(plan, step) for step in requests)
        if any(operation is not None and operation.id in own for operation in called):
            [(_, steps)] = signed_chapters(plan, scenario)
            sent = [step for step in steps if isinstance(step, HttpStep)]
            name, title = f"scenario:{scenario.id}", scenario.title
            traces.append(Trace(id=name, title=title, entity="", steps=[*sent]))
    return traces
