"""Requirements and the scenarios that prove them, step by step, in words."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.steps import (
    CalledStep,
    ClockStep,
    HttpStep,
    Match,
    Matcher,
    ParallelStep,
    ReloadStep,
    Scenario,
    Step,
)
from workbench.plan.system import SystemPlan
from workbench.plan.ui_steps import (
    ClickStep,
    ExpectChartStep,
    ExpectNoTextStep,
    ExpectRequestStep,
    ExpectTextStep,
    FillStep,
    GotoStep,
)
from workbench.planning.coverage import not_covered
from workbench.planning.words.moments import duration
from workbench.planning.words.values import said

# Matchers that compare with nothing.
_ALONE = (Matcher.ABSENT, Matcher.PRESENT)


def requirements(plan: SystemPlan) -> Iterator[str]:
    """Each requirement with the words that it quotes and its scenarios."""
    for item in plan.requirements:
        yield f"  {item.id} {item.text}"
        for quote in item.quotes:
            yield f"    quotes “{quote}”"
        scenarios = [found for found in plan.scenarios if found.requirement == item.id]
        for scenario in scenarios:
            yield from (f"    {line}" for line in _scenario(scenario))
        if not scenarios:
            yield f"    nothing proves it ({item.kind.value})"


def unproven(plan: SystemPlan, request: str) -> Iterator[str]:
    """Requirements without a scenario, and what of the request no requirement quotes."""
    proven = {scenario.requirement for scenario in plan.scenarios}
    for item in plan.requirements:
        if item.id not in proven:
            yield f"  {item.id} {item.text}"
    for part in not_covered(plan, request):
        yield f"  no requirement quotes “{part}”"


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.id}: {scenario.title}"
    for number, step in enumerate(scenario.steps, 1):
        yield f"  {number}. {_step(step)}"


def _step(step: Step) -> str:
    """One step in a line, whatever its kind."""
    match step:
        case HttpStep():
            return _as(step.as_account) + _request(step)
        case ParallelStep():
            each = "; ".join(_as(one.as_account) + _request(one) for one in step.steps)
            counted = ", ".join(
                f"{number} times {status}" for status, number in step.answers.items()
            )
            return f"at the same moment: {each}; responses: {counted}"
        case ClockStep():
            return f"the server restarts, {duration(step.later)} after the start"
        case CalledStep():
            return (
                f"{step.integration} was called with {step.method} {step.path}, {step.times} times"
            )
        case ReloadStep():
            return "reload the page"
        case GotoStep():
            return f"{_as(step.as_account)}open {step.route}"
        case FillStep():
            return f"fill “{step.label}” with {said(step.value)}"
        case ClickStep():
            within = f" in the record {step.within}" if step.within else ""
            return f"click “{step.name}”{within}"
        case ExpectTextStep():
            return f"see {said(step.value)}"
        case ExpectNoTextStep():
            return f"not see {said(step.value)}"
        case ExpectRequestStep():
            return f"the page has sent {step.method} {step.path}"
        case ExpectChartStep():
            return f"see the chart {step.name}"


def _as(account: str | None) -> str:
    return f"as {account}: " if account else ""


def _request(step: HttpStep) -> str:
    """``101 times: POST /notes sends {"title": "a"} → 201, /title equals a; id is /id``."""
    words = f"{step.repeat} times: " if step.repeat > 1 else ""
    words += f"{step.method} {said(step.path)}"
    if step.query:
        words += f" with {said(step.query)}"
    if step.headers:
        words += f" and the headers {said(step.headers)}"
    if step.body is not None:
        words += f" sends {said(step.body)}"
    if step.raw is not None:
        words += f" sends the text {said(step.raw)}"
    status = " or ".join(str(code) for code in step.expect.status)
    headers = (f"{name} matches {pattern}" for name, pattern in step.expect.headers.items())
    answer = ", ".join([status, *headers, *(_match(match) for match in step.expect.body)])
    kept = "".join(f"; {name} is {place}" for name, place in step.capture.items())
    return f"{words} → {answer}{kept}"


def _match(match: Match) -> str:
    place = match.pointer or "the body"
    return f"{place} {match.op.value}" + ("" if match.op in _ALONE else f" {said(match.value)}")
