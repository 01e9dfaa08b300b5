"""Type-checks a plan before anyone sees it: what it names must exist and can be done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zoneinfo import available_timezones

from pydantic import ValidationError

from workbench.contract.access_checks import PlanProblem, access_problems
from workbench.contract.callers import roles_of
from workbench.contract.conventions import complete
from workbench.contract.fields import SNAKE_CASE, FieldType
from workbench.contract.given.checks import given_problems
from workbench.contract.given.document import UnusableDocument
from workbench.contract.pages import ACTION_TEXT, Chart, Page
from workbench.contract.plan import (
    SERVER_FIELDS,
    Entity,
    ErrorProfile,
    RequirementKind,
    SystemPlan,
)
from workbench.contract.refusals import is_path_of
from workbench.contract.steps import (
    ClockStep,
    HttpStep,
    ParallelStep,
    ReloadStep,
    Step,
    UiAction,
    UiStep,
)

RESERVED_FIELDS = frozenset({"id"})
RESERVED_PLURALS = frozenset({"healthz", "assets"})
NAMED_BY = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
TOKEN = re.compile(r"\{\{\s*([a-z][a-z0-9_]*)")


class ImpossiblePlan(ValueError):
    """The plan cannot be built. `problems` names every place; raised before anything is written."""

    def __init__(self, problems: list[PlanProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def accept_plan(data: object, document: str | None = None) -> SystemPlan:
    """Validates and completes a plan as parsed from JSON; `document` is the client's own, if any.

    Raises `ImpossiblePlan` naming every field that is wrong.
    """
    try:
        plan = SystemPlan.model_validate(data)
    except ValidationError as error:
        raise ImpossiblePlan(
            [
                PlanProblem(".".join(str(part) for part in item["loc"]) or "plan", item["msg"])
                for item in error.errors()
            ]
        ) from error
    if document is not None:
        plan = plan.model_copy(update={"document": document})
    unbound = list(access_problems(plan))
    if unbound:
        raise ImpossiblePlan(unbound)
    try:
        completed = complete(plan)
    except UnusableDocument as error:
        raise ImpossiblePlan([PlanProblem("document", str(error))]) from error
    problems = list(plan_problems(completed))
    if problems:
        raise ImpossiblePlan(problems)
    return completed


def plan_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every impossibility in a plan whose parts are valid on their own."""
    yield from _repeated("entities", (entity.name for entity in plan.entities))
    yield from _repeated("entities", (entity.plural for entity in plan.entities))
    yield from _repeated("requirements", (item.id for item in plan.requirements))
    yield from _repeated("scenarios", (item.id for item in plan.scenarios))
    yield from _repeated("operations", (item.id for item in plan.operations))
    yield from _repeated("operations", (f"{op.method} {op.path}" for op in plan.operations))
    yield from _repeated("pages", (page.route for page in plan.pages))
    if plan.timezone not in _time_zones():
        yield PlanProblem("timezone", f"there is no zone {plan.timezone!r}, such as Europe/Vienna")
    for entity in plan.entities:
        yield from _entity_problems(plan, entity)
    yield from _cycles(plan)
    yield from _binding_problems(plan)
    yield from given_problems(plan)
    if plan.document is None:
        yield from _house_problems(plan)
    yield from _page_problems(plan)
    yield from _scenario_problems(plan)


def unproven_by_plan(plan: SystemPlan) -> list[str]:
    """Ids of requirements that have no scenario although their kind needs a proof."""
    proven = {scenario.requirement for scenario in plan.scenarios}
    return [
        item.id
        for item in plan.requirements
        if item.id not in proven and item.kind is not RequirementKind.LOOK
    ]


def _repeated(where: str, names: Iterable[str]) -> Iterator[PlanProblem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield PlanProblem(where, f"{name!r} is there {count} times")


def _entity_problems(plan: SystemPlan, entity: Entity) -> Iterator[PlanProblem]:
    where = f"entities.{entity.name}"
    if not SNAKE_CASE.match(entity.plural) or entity.plural in RESERVED_PLURALS:
        yield PlanProblem(f"{where}.plural", f"{entity.plural!r} cannot be a path segment")
    yield from _repeated(f"{where}.fields", (field.name for field in entity.fields))
    names = {field.name: field for field in entity.fields}
    display = names.get(entity.display_field)
    if display is None:
        yield PlanProblem(f"{where}.display_field", f"there is no field {entity.display_field!r}")
    elif display.secret or (
        entity.own_page and (display.type not in NAMED_BY or not display.required)
    ):
        yield PlanProblem(
            f"{where}.display_field", f"{display.name!r} must be required, textual and not secret"
        )
    for field in entity.fields:
        if field.name in RESERVED_FIELDS:
            yield PlanProblem(f"{where}.fields.{field.name}", "the name is taken by the identifier")
        if field.name in SERVER_FIELDS and field.is_written_by_client:
            yield PlanProblem(f"{where}.fields.{field.name}", "only the server writes it")
        if field.ref is not None and field.ref not in {item.name for item in plan.entities}:
            yield PlanProblem(
                f"{where}.fields.{field.name}.ref", f"there is no entity {field.ref!r}"
            )


def _house_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """What only a client's own document may have otherwise."""
    if plan.error_profile != ErrorProfile():
        yield PlanProblem("error_profile", "only a client's own document has another")
    for entity in plan.entities:
        where = f"entities.{entity.name}"
        if entity.id != "int64":
            yield PlanProblem(
                f"{where}.id", "only a client's own document has other ids than int64"
            )
        for field in entity.fields:
            if not SNAKE_CASE.match(field.name):
                yield PlanProblem(f"{where}.fields.{field.name}", "the name must be snake_case")
            if field.pointer is not None:
                yield PlanProblem(
                    f"{where}.fields.{field.name}", "only a client's own document nests fields"
                )


def _cycles(plan: SystemPlan) -> Iterator[PlanProblem]:
    needs = {
        entity.name: {field.ref for field in entity.client_fields if field.ref and field.required}
        for entity in plan.entities
    }
    for start in needs:
        seen: set[str] = set()
        queue = list(needs[start])
        while queue:
            current = queue.pop()
            if current == start:
                yield PlanProblem(
                    f"entities.{start}",
                    "no record can ever be created: its references form a cycle",
                )
                break
            if current not in seen:
                seen.add(current)
                queue += needs.get(current, set())


def _binding_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    entities = {entity.name for entity in plan.entities}
    operations = {operation.id: operation for operation in plan.operations}
    for binding in plan.bindings:
        where = f"bindings.{binding.entity}.{binding.role}"
        if binding.entity not in entities:
            yield PlanProblem(where, f"there is no entity {binding.entity!r}")
        operation = operations.get(binding.operation)
        if operation is None:
            yield PlanProblem(where, f"there is no operation {binding.operation!r}")
            continue
        declared = {parameter.name for parameter in operation.parameters}
        used = [binding.search, binding.sort, binding.limit, binding.offset, *binding.filters]
        for name in used:
            if name is not None and name not in declared:
                yield PlanProblem(where, f"operation {operation.id} has no parameter {name!r}")


def _page_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    entities = {entity.name for entity in plan.entities}
    for page in plan.pages:
        if page.collection is not None and page.collection not in entities:
            yield PlanProblem(f"pages.{page.route}", f"there is no entity {page.collection!r}")
        for name in page.roles:
            if name not in roles_of(plan):
                yield PlanProblem(f"pages.{page.route}.roles", f"there is no role {name!r}")
        for chart in page.charts:
            yield from _chart_problems(plan, page, chart)


def search_labels(plan: SystemPlan) -> set[str]:
    """What the search boxes of the pages are called."""
    return {page.texts("")["search"] for page in plan.pages} | {ACTION_TEXT["search"]}


@lru_cache(maxsize=1)
def _time_zones() -> set[str]:
    return available_timezones()


def _chart_problems(plan: SystemPlan, page: Page, chart: Chart) -> Iterator[PlanProblem]:
    where = f"pages.{page.route}.charts"
    operation = next((item for item in plan.operations if item.id == chart.operation), None)
    if operation is None:
        yield PlanProblem(where, f"there is no operation {chart.operation!r}")
    elif operation.method != "GET" or "{" in operation.path:
        yield PlanProblem(where, f"{chart.operation} must be a GET whose path takes nothing")
    steps = [step for scenario in plan.scenarios for step in scenario.steps]
    looked_at = {step.name for step in steps if isinstance(step, UiStep)
                 and step.action is UiAction.EXPECT_CHART}  # fmt: skip
    if chart.name not in looked_at:
        yield PlanProblem(where, f"no scenario looks at {chart.name!r} (expect_chart)")


def _scenario_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    requirements = {item.id for item in plan.requirements}
    for scenario in plan.scenarios:
        where = f"scenarios.{scenario.id}"
        if scenario.requirement not in requirements:
            yield PlanProblem(where, f"there is no requirement {scenario.requirement!r}")
        captured: set[str] = set()
        for index, step in enumerate(scenario.steps):
            place = f"{where}.steps.{index}"
            captured |= _accounts_of(step)
            for token in TOKEN.findall(step.model_dump_json()):
                if token not in captured:
                    yield PlanProblem(place, f"nothing captured {token!r} before it is used")
            if _accounts_of(step) and plan.accounts is None:
                yield PlanProblem(place, "as_account needs accounts, and the plan has none")
            if isinstance(step, HttpStep):
                yield from _http_step_problems(plan, step, place)
                captured |= set(step.capture)
            elif isinstance(step, ParallelStep):
                for part in step.steps:
                    yield from _http_step_problems(plan, part, place)
                if sum(step.answers.values()) != len(step.steps):
                    yield PlanProblem(place, "answers must count every one of its steps")
            elif isinstance(step, ClockStep):
                if plan.fake_now_env is None:
                    yield PlanProblem(place, "a clock step needs the plan's fake_now_env")
                if scenario.needs_page:
                    yield PlanProblem(place, "the clock of a scenario with a page stands still")
            elif isinstance(step, UiStep):
                yield from _ui_step_problems(plan, step, place)


def _accounts_of(step: Step) -> set[str]:
    """Captures of the accounts that a step names."""
    parts = step.steps if isinstance(step, ParallelStep) else [step]
    silent = (ReloadStep, ClockStep)
    names = {part.as_account for part in parts if not isinstance(part, silent)} - {None}
    return {f"{name}_{what}" for name in names for what in ("id", "token")}


def _http_step_problems(plan: SystemPlan, step: HttpStep, place: str) -> Iterator[PlanProblem]:
    matching = [op for op in plan.operations if is_path_of(op.path, step.path)]
    if not matching:
        yield PlanProblem(place, f"no operation has the path {step.path}")
    elif step.method not in {op.method for op in matching} | {"OPTIONS"}:
        if 405 not in step.expect.status:
            yield PlanProblem(place, f"no operation is {step.method} {step.path}")


def _ui_step_problems(plan: SystemPlan, step: UiStep, place: str) -> Iterator[PlanProblem]:
    routes = {page.route for page in plan.pages} | {"/"}
    if plan.accounts is not None:
        routes |= {plan.accounts.sign_in_route, plan.accounts.register_route}
    labels = {field.label for entity in plan.entities for field in entity.fields}
    labels |= search_labels(plan)
    if step.action is UiAction.GOTO and step.route not in routes:
        yield PlanProblem(place, f"there is no page {step.route!r}")
    if step.action is UiAction.FILL and step.label not in labels:
        yield PlanProblem(place, f"no field has the label {step.label!r}")
    if step.action is UiAction.CLICK and not step.name:
        yield PlanProblem(place, "a click needs the name of what is clicked")
    charts = {chart.name for page in plan.pages for chart in page.charts}
    if step.action is UiAction.EXPECT_CHART and step.name not in charts:
        yield PlanProblem(place, f"no page has a chart {step.name!r}")
