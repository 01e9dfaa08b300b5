"""The parts of a plan for charts: their totals, and the page of each."""

from __future__ import annotations

from workbench.offline.reading.ideas import ChartIdea
from workbench.plan.names import camel, kebab
from workbench.plan.pages import Chart, Page
from workbench.plan.totals.model import LABEL, VALUE, Totals


def totals_and_pages(charts: list[ChartIdea]) -> tuple[list[Totals], list[Page]]:
    """The totals of each chart, and the page that shows it."""
    totals: list[Totals] = []
    pages: list[Page] = []
    for chart in charts:
        totals.append(_totals(chart, {item.operation for item in totals}))
        pages.append(_page(chart, totals[-1], {page.heading for page in pages}))
    return totals, pages


def _totals(chart: ChartIdea, taken: set[str]) -> Totals:
    operation = camel(f"{chart.entity.plural}_per_{chart.per or chart.by.name}")
    while operation in taken:
        operation += "Again"
    return Totals(
        operation=operation,
        entity=chart.entity.name,
        by=chart.by.name,
        per=chart.per,
        how="sum" if chart.added else "count",
        field=chart.added.name if chart.added else None,
    )


def _page(chart: ChartIdea, totals: Totals, taken: set[str]) -> Page:
    per = chart.per or chart.by.label.lower()
    heading = f"{chart.entity.many} per {per}"
    what = chart.added.label if chart.added else "Number"
    if heading in taken:
        heading = f"{what} of {chart.entity.many.lower()} per {per}"
    name = f"{what} per {per}"
    return Page(
        route="/" + kebab(totals.operation),
        title=heading,
        heading=heading,
        charts=[
            Chart(name=name, operation=totals.operation, label=f"/{LABEL}", values=[f"/{VALUE}"])
        ],
    )
