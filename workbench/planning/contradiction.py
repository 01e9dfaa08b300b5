"""Finds contradictions in a plan: the same requests with responses that exclude each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import takewhile

from workbench.plan.problem import PlanProblem
from workbench.plan.steps import HttpStep, ParallelStep
from workbench.plan.system import SystemPlan
from workbench.plan.tokens import renamed
from workbench.reference.accounts_for_tests import signed_in
from workbench.reference.traces import behaviour_traces


def contradiction(plan: SystemPlan) -> PlanProblem | None:
    """The first contradiction between a scenario and another scenario or a trace.

    Every trace and HTTP scenario starts on an empty database, so the same requests in the same
    order must get the same response.
    """
    seen: dict[str, tuple[str, frozenset[int]]] = {}
    for trace in behaviour_traces(plan):
        _collect(seen, f"the convention “{trace.title}”", _one_by_one(trace.steps))
    for scenario in plan.scenarios:
        if scenario.needs_page or len(scenario.chapters) > 1:
            continue
        steps = _one_by_one(signed_in(plan, scenario.api_steps))
        name = f"scenario {scenario.id}"
        for key, index, statuses in _keys(steps):
            other = seen.setdefault(key, (name, statuses))
            if not other[1] & statuses:
                request = f"{steps[index - 1].method} {steps[index - 1].path}"
                return PlanProblem(
                    f"scenarios.{scenario.id}.steps.{index - 1}",
                    f"{request} expects {sorted(statuses)}, but {other[0]} says {sorted(other[1])}",
                )
    return None


def _one_by_one(steps: Sequence[HttpStep | ParallelStep]) -> list[HttpStep]:
    """The steps before the first parallel one, whose requests have no defined order."""
    return [
        step
        for step in takewhile(lambda step: isinstance(step, HttpStep), steps)
        if isinstance(step, HttpStep)
    ]


def _collect(seen: dict[str, tuple[str, frozenset[int]]], name: str, steps: list[HttpStep]) -> None:
    for key, _, statuses in _keys(steps):
        seen.setdefault(key, (name, statuses))


def _keys(steps: list[HttpStep]) -> list[tuple[str, int, frozenset[int]]]:
    """For each step, the requests up to it, with captures renamed by their order."""
    names: dict[str, str] = {}
    requests: list[str] = []
    keys = []
    for index, step in enumerate(steps, 1):
        text = json.dumps(
            [step.method, step.path, step.query, step.headers, step.body, step.raw], sort_keys=True
        )
        requests.append(renamed(text, names))
        keys.append(("\n".join(requests), index, frozenset(step.expect.status)))
        for name in step.capture:
            names[name] = f"c{index}"
    return keys
