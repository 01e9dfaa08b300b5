"""Charts of a request: what is counted or added up by what, and what is reported instead."""

from __future__ import annotations

import pytest

from tests.support.plans import planned
from workbench.offline.reading.understanding import understand
from workbench.plan.steps import HttpStep
from workbench.plan.ui_steps import ExpectChartStep
from workbench.scaffold.open_parts import open_parts

TASKS = "tasks (title, status: open|done, due:date)"
EXPENSES = "expenses (what, amount:number, day:date, paid on:date optional)"


@pytest.mark.parametrize(
    ("request_text", "by", "per", "added"),
    [
        ("an expense tracker with categories and a monthly chart", "spent_on", "month", "amount"),
        (
            "An expense tracker:\n- categories (name)\n- expenses (what, amount:number, day:date)\n- a monthly chart",
            "day",
            "month",
            "amount",
        ),
        (f"{EXPENSES}, with a chart of expenses per month", "day", "month", "amount"),
        (f"{EXPENSES}. A chart shows the amounts per year.", "day", "year", "amount"),
        (f"{EXPENSES} and a daily graph by paid on", "paid_on", "day", "amount"),
        (f"{EXPENSES}. Show a chart of the number of expenses per month", "day", "month", None),
        (f"{TASKS} and a chart of tasks by status", "status", None, None),
        (f"{TASKS} and yearly statistics", "due", "year", None),
        (
            "bills (what, amount:number, kind: rent|food) and a chart of bills by kind",
            "kind",
            None,
            None,
        ),
        (
            "bills (what, amount:number, kind: rent|food) and a chart of the total by kind",
            "kind",
            None,
            "amount",
        ),
    ],
)
def test_a_chart_is_built(request_text: str, by: str, per: str | None, added: str | None) -> None:
    read = understand(request_text)
    assert read.not_understood == []
    [chart] = read.charts
    assert (chart.by.name, chart.per) == (by, per)
    assert (chart.added.name if chart.added else None) == added
    assert any(text.startswith("The chart shows ") for text in read.assumptions)


@pytest.mark.parametrize(
    ("request_text", "phrase"),
    [
        ("books (title) and a monthly chart", "a monthly chart"),
        (f"{TASKS} and a chart", "a chart"),
        (f"{TASKS} and a monthly chart of the weather", "a monthly chart of the weather"),
        (f"{TASKS} and a monthly chart by status", "a monthly chart by status"),
        (f"{TASKS} and a chart of the total per month", "a chart of the total per month"),
        (f"{TASKS} and monthly charts or yearly charts", "monthly charts or yearly charts"),
    ],
)
def test_a_chart_of_what_nothing_says_is_reported(request_text: str, phrase: str) -> None:
    read = understand(request_text)
    assert (read.not_understood, read.charts) == ([phrase], [])


def test_a_chart_has_a_page_after_those_of_the_records_and_is_proven_by_both_ends() -> None:
    plan = planned("an expense tracker with categories and a monthly chart")
    assert [page.route for page in plan.pages] == [
        "/expenses",
        "/categories",
        "/expenses-per-month",
    ]
    [totals] = plan.totals
    assert plan.operation(totals.operation).path == "/expenses_per_month"
    steps = [step for scenario in plan.scenarios for step in scenario.steps]
    assert any(isinstance(step, ExpectChartStep) for step in steps)
    read = [s for s in steps if isinstance(s, HttpStep) and s.path == "/expenses_per_month"]
    assert [match.value for match in read[0].expect.body] == [3.5, 4]
    assert open_parts(plan, "backend") == open_parts(plan, "frontend") == []


def test_two_charts_of_one_kind_of_records_have_names_of_their_own() -> None:
    plan = planned(
        f"{EXPENSES}, with a chart of expenses per month, a chart of the number of expenses per month "
        "and a yearly chart"
    )
    assert [totals.operation for totals in plan.totals] == [
        "expensesPerMonth",
        "expensesPerMonthAgain",
        "expensesPerYear",
    ]
    assert len({page.heading for page in plan.pages}) == len(plan.pages)
