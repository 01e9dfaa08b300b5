"""Type-checks pages: everything they show must exist, and a scenario must check each chart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.plan.actors import roles_of
from workbench.plan.conventions.lists import filter_fields
from workbench.plan.pages import Chart, Page, usual_actions
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan
from workbench.plan.ui_steps import ExpectChartStep

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def page_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every problem with the pages of a plan."""
    entities = {entity.name for entity in plan.entities}
    for page in plan.pages:
        if page.collection is not None and page.collection not in entities:
            yield PlanProblem(f"pages.{page.route}", f"there is no entity {page.collection!r}")
        if page.has_parameters and page.collection is not None:
            yield PlanProblem(
                f"pages.{page.route}",
                "a page with parameters cannot have a `collection`; scenarios open it and prove what it does",
            )
        if _PLACEHOLDER.findall(page.texts("")["filter"]) != ["label"]:
            yield PlanProblem(
                f"pages.{page.route}.actions.filter",
                "it names the filters of all fields: write {label} exactly once, for the field's label, and no"
                " other placeholder",
            )
        for name in page.roles:
            if name not in roles_of(plan):
                yield PlanProblem(f"pages.{page.route}.roles", f"there is no role {name!r}")
        for chart in page.charts:
            yield from _chart_problems(plan, page, chart)


def search_labels(plan: SystemPlan) -> set[str]:
    """The labels of the pages' search boxes."""
    return {page.texts("")["search"] for page in plan.pages} | {usual_actions("")["search"]}


def labels_of_controls(plan: SystemPlan) -> set[str]:
    """The labels of every field, filter and search box on pages that follow the conventions."""
    fields = {field.label for entity in plan.entities for field in entity.fields}
    filtered = {field.label for entity in plan.entities for field in filter_fields(entity)}
    filters = {page.filter_label(label) for page in plan.pages for label in filtered}
    return fields | filters | search_labels(plan)


def _chart_problems(plan: SystemPlan, page: Page, chart: Chart) -> Iterator[PlanProblem]:
    where = f"pages.{page.route}.charts"
    operation = next((item for item in plan.operations if item.id == chart.operation), None)
    if operation is None:
        yield PlanProblem(where, f"there is no operation {chart.operation!r}")
    elif operation.method != "GET" or "{" in operation.path:
        yield PlanProblem(where, f"{chart.operation} must be a GET without path parameters")
    steps = [step for scenario in plan.scenarios for step in scenario.steps]
    looked_at = {step.name for step in steps if isinstance(step, ExpectChartStep)}
    if chart.name not in looked_at:
        yield PlanProblem(where, f"no scenario checks the chart {chart.name!r} (expect_chart)")
