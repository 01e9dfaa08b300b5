"""A chart is a drawing with a name and a table that shows the API's numbers.

Rule page.charts. The drawing itself is not checked; the numbers are.
"""

from __future__ import annotations

import re
from typing import Any

import requests
from playwright.sync_api import Locator

from workbench.harness.browser.driver import Driver
from workbench.harness.browser.polling import until
from workbench.harness.http_client import ServerSession
from workbench.harness.http_steps import StepFailed
from workbench.harness.matchers import at
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import caller
from workbench.plan.pages import Chart
from workbench.plan.system import SystemPlan
from workbench.progress.results import KEPT_OF_ANSWER

DRAWINGS = ("img", "figure")
_NO_DIGIT = re.compile(r"\D")


def expect_chart(plan: SystemPlan, name: str, driver: Driver, accounts: AccountSessions) -> None:
    """The drawing is there, and a table has a row for each of the API's items.

    Raises `NotOnPage`, or `StepFailed` if the API has no items to draw.
    """
    chart = next(c for page in plan.pages for c in page.charts if c.name == name)
    operation = plan.operation(chart.operation)
    headers = accounts.headers(driver.account or caller(plan, operation))
    items = _items(accounts.runner.base_url, operation.path, headers, chart)
    pattern = re.compile(rf"^\s*{re.escape(name)}\b", re.I)
    drawings = [driver.page.get_by_role(role, name=pattern) for role in DRAWINGS]  # type: ignore[arg-type]
    if not until(driver.page, lambda: any(drawing.count() for drawing in drawings)):
        raise driver.missing(f"a drawing (img or figure) named “{name}”", "page.charts")
    for item in items:
        label = str(at(item, chart.label))
        numbers = [at(item, pointer) for pointer in chart.values]
        rows = driver.page.locator("table tr").filter(has_text=label)
        if not until(driver.page, lambda rows=rows, numbers=numbers: _has(rows, numbers)):  # type: ignore[misc]
            shown = ", ".join(map(str, numbers))
            what = f"a row of a table that shows “{label}” with {shown}"
            raise driver.missing(what, "page.charts")


def _items(url: str, path: str, headers: dict[str, str], chart: Chart) -> list[Any]:
    """The items that the API returns to the signed-in account. Raises `StepFailed` if there are none."""
    try:
        with ServerSession(url) as session:
            response = session.get(url + path, headers=headers, timeout=10)
        items = at(response.json(), chart.items)
    except requests.RequestException as error:  # no response, or none in JSON
        raise StepFailed(chart.operation, "a list", type(error).__name__, str(error)) from error
    if not isinstance(items, list) or not items:
        raise StepFailed(chart.operation, "items to draw", "none", response.text[:KEPT_OF_ANSWER])
    return items


def _has(rows: Locator, numbers: list[object]) -> bool:
    """True if one row shows every number, with any separators, unit or currency."""
    for row in rows.all():
        cells = [_NO_DIGIT.sub("", text) for text in row.locator("td, th").all_inner_texts()]
        if all(any(digits in cells for digits in _spelled(number)) for number in numbers):
            return True
    return False


def _spelled(number: object) -> set[str]:
    """The digits of a number with one to three decimals: 2.5 as 2.5, 2.50 or 2.500."""
    if isinstance(number, float) and not number.is_integer():
        return {_NO_DIGIT.sub("", f"{number:.{places}f}") for places in (1, 2, 3)}
    whole = _NO_DIGIT.sub("", str(int(str(number).partition(".")[0])))
    return {whole, whole + "00"}
