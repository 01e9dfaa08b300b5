"""Runs a plan's HTTP scenarios on the reference before approval, and names steps no system can pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.plan.problem import PlanProblem
from workbench.plan.steps import CalledStep, HttpStep, Scenario, Step
from workbench.plan.system import SystemPlan
from workbench.reference.accounts_for_tests import introductions, with_token
from workbench.reference.error_expectations import operation_called
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import (
    MOST_WORLDS,
    Result,
    World,
    after,
    played,
    possible,
    reason_excluded,
)


def execution_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every scenario that expects a response which the rest of the plan excludes, with both places.

    What the plan does not decide (its own operations and their effects) is accepted. A scenario runs
    up to its first step that needs a page, another time or parallel requests, whose effect the
    reference does not predict.
    """
    reference = Reference(plan, with_words=True)
    for scenario in plan.scenarios:
        problem = _problem(reference, scenario)
        if problem is not None:
            yield problem


def _problem(reference: Reference, scenario: Scenario) -> PlanProblem | None:
    plan = reference.plan
    worlds: Sequence[World] = [World(reference.start())]
    for step in introductions(plan, scenario.steps):
        worlds = after(step, played(reference, worlds, step))
    for index, step in _predictable_steps(scenario.steps):
        sent = with_token(plan, step)
        results = played(reference, worlds, sent)
        left = possible(step, results)
        if not left:
            return PlanProblem(
                f"scenarios.{scenario.id}.steps.{index}", _message(plan, step, results)
            )
        worlds = after(step, left)
        if len(worlds) > MOST_WORLDS:
            return None
    return None


def _predictable_steps(steps: Sequence[Step]) -> Iterator[tuple[int, HttpStep]]:
    for index, step in enumerate(steps):
        if isinstance(step, HttpStep):
            yield from ((index, one) for one in step.each())
        elif not isinstance(step, CalledStep):
            return


def _message(plan: SystemPlan, step: HttpStep, results: Sequence[Result]) -> str:
    """The status the step expects, the status the plan leads to, and the part of the plan that decides."""
    reasons = dict.fromkeys(
        reason for world, outcome in results if (reason := reason_excluded(outcome, step, world))
    )
    wanted = " or ".join(map(str, step.expect.status))
    return (
        f"{step.method} {step.path} expects {wanted}, but {_place(plan, step, results)} "
        f"leads to {' or '.join(reasons)}{_hint(step, results)}"
    )


def _hint(step: HttpStep, results: Sequence[Result]) -> str:
    """What to add to the plan if a scenario expects a refusal that nothing in the plan leads to."""
    if min(step.expect.status) < 400 or any(outcome.refused for _, outcome in results):
        return ""
    return (
        "; if a rule that no invariant expresses rejects it, give the operation "
        f"`refuses [{{status, when}}]` with {step.expect.status[0]}"
    )


def _place(plan: SystemPlan, step: HttpStep, results: Sequence[Result]) -> str:
    """The part of the plan that decides the response: a field if it is invalid, else the operation."""
    operation = operation_called(plan, step)
    if operation is None:
        return "the plan's operations"
    fields = dict.fromkeys(name for _, outcome in results for name in outcome.fields)
    entity = next((b.entity for b in plan.bindings if b.operation == operation.id), operation.tag)
    if fields and entity:
        return " and ".join(f"entities.{entity}.fields.{name}" for name in fields)
    return f"operations.{operation.id}"
