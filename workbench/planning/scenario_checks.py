"""Type-checks scenarios: paths, statuses, pointers, captures, pages and labels must exist."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.openapi.schemas import schema_at
from workbench.plan.language.moments import moments_problem
from workbench.plan.language.operations import Operation
from workbench.plan.page_checks import labels_of_controls
from workbench.plan.path_templates import is_path_of
from workbench.plan.problem import PlanProblem
from workbench.plan.steps import (
    CalledStep,
    ClockStep,
    HttpStep,
    Matcher,
    ParallelStep,
    Step,
    is_header,
)
from workbench.plan.system import SystemPlan
from workbench.plan.ui_steps import ExpectChartStep, FillStep, GotoStep, UiStep
from workbench.reference.error_expectations import operation_called

Document = dict[str, JsonValue]
# Matchers that hold for a value that is missing.
OF_NOTHING = (Matcher.ABSENT, Matcher.OMITS)


def scenario_problems(plan: SystemPlan, document: Document) -> Iterator[PlanProblem]:
    """Every step that names something that is not in the plan or its document."""
    requirements = {item.id for item in plan.requirements}
    for scenario in plan.scenarios:
        where = f"scenarios.{scenario.id}"
        if scenario.requirement not in requirements:
            yield PlanProblem(where, f"there is no requirement {scenario.requirement!r}")
        captured: set[str] = set()
        route = ""
        for index, step in enumerate(scenario.steps):
            place = f"{where}.steps.{index}"
            captured |= _accounts_of(step)
            for name in sorted(step.references - captured):
                yield PlanProblem(place, f"{name!r} is used before any step captures it")
            beyond = moments_problem(step.model_dump(mode="json"))
            if beyond is not None:
                yield PlanProblem(place, beyond)
            if _accounts_of(step) and plan.accounts is None:
                yield PlanProblem(place, "as_account needs accounts, and the plan has none")
            if isinstance(step, HttpStep):
                yield from _http_step_problems(plan, document, step, place)
                captured |= step.captures
            elif isinstance(step, ParallelStep):
                for part in step.steps:
                    yield from _http_step_problems(plan, document, part, place)
                if any(part.repeat > 1 for part in step.steps):
                    yield PlanProblem(place, "name each parallel request; `repeat` is for others")
                if sum(step.answers.values()) != len(step.steps):
                    yield PlanProblem(place, "answers must count every one of its steps")
            elif isinstance(step, ClockStep):
                if plan.fake_now_env is None:
                    yield PlanProblem(place, "a clock step needs the plan's fake_now_env")
                if scenario.needs_page:
                    yield PlanProblem(place, "a scenario with page steps cannot move the clock")
            elif isinstance(step, UiStep):
                route = step.route if isinstance(step, GotoStep) else route
                yield from _ui_step_problems(plan, step, route, place)
            elif isinstance(step, CalledStep):
                if step.integration not in {item.name for item in plan.integrations}:
                    yield PlanProblem(place, f"there is no integration {step.integration!r}")
                if scenario.needs_page:
                    yield PlanProblem(
                        place, "a scenario with page steps cannot check a stand-in's calls"
                    )


def _accounts_of(step: Step) -> set[str]:
    """The captures that come with the accounts a step names."""
    return {f"{name}_{what}" for name in step.accounts for what in ("id", "token")}


def _http_step_problems(
    plan: SystemPlan, document: Document, step: HttpStep, place: str
) -> Iterator[PlanProblem]:
    matching = [op for op in plan.operations if is_path_of(op.path, step.path)]
    if not matching:
        yield PlanProblem(place, f"no operation has the path {step.path}")
    elif step.method not in {op.method for op in matching} | {"OPTIONS"}:
        if 405 not in step.expect.status:
            yield PlanProblem(place, f"no operation is {step.method} {step.path}")
    called = operation_called(plan, step)
    if called is not None:
        if plan.document is None:
            yield from _query_problems(step, called, place)
        yield from _response_problems(document, step, called, place)


def _query_problems(step: HttpStep, operation: Operation, place: str) -> Iterator[PlanProblem]:
    """A query parameter that the operation does not take: a server ignores it."""
    known = [item.name for item in operation.parameters if item.location == "query"]
    for name in sorted(step.query.keys() - set(known)):
        has = f"it has {', '.join(known)}" if known else "it has none"
        yield PlanProblem(place, f"{operation.id} has no query parameter {name!r}: {has}")


def _response_problems(
    document: Document, step: HttpStep, operation: Operation, place: str
) -> Iterator[PlanProblem]:
    """A status that the operation never returns, or a value that its response never has."""
    wanted = set(step.expect.status)
    declared = {operation.success, *(error.status for error in operation.errors)}
    if not wanted & declared:
        statuses = ", ".join(map(str, sorted(declared)))
        yield PlanProblem(
            place,
            f"{operation.id} responds with {statuses}, never {' or '.join(map(str, sorted(wanted)))}",
        )
    if operation.success not in wanted:
        return
    pointers = [match.pointer for match in step.expect.body if match.op not in OF_NOTHING]
    pointers += [place for place in step.capture.values() if not is_header(place)]
    if pointers and operation.response is None:
        yield PlanProblem(place, f"{operation.id} has no JSON response")
        return
    for pointer in pointers:
        if schema_at(document, operation.response, pointer) is None:
            yield PlanProblem(place, f"the response of {operation.id} has nothing at {pointer!r}")


def _ui_step_problems(
    plan: SystemPlan, step: UiStep, route: str, place: str
) -> Iterator[PlanProblem]:
    """What a step names that no page has; a page of the plan's own has the labels that steps use."""
    match step:
        case GotoStep():
            routes = {"/"}
            if plan.accounts is not None:
                routes |= {plan.accounts.sign_in_route, plan.accounts.register_route}
            is_known = any(page.is_at(step.route) for page in plan.pages)
            if step.route.partition("?")[0] not in routes and not is_known:
                known = ", ".join(page.route for page in plan.pages)
                yield PlanProblem(place, f"there is no page {step.route!r}, of {known}")
        case FillStep():
            labels = labels_of_controls(plan)
            own = (page for page in plan.pages if page.collection is None)
            if step.label not in labels and not any(page.is_at(route) for page in own):
                known = ", ".join(sorted(labels))
                yield PlanProblem(
                    place,
                    f"no field, filter or search box has the label {step.label!r}, of {known}",
                )
        case ExpectChartStep():
            charts = {chart.name for page in plan.pages for chart in page.charts}
            if step.name not in charts:
                yield PlanProblem(place, f"no page has a chart {step.name!r}")
