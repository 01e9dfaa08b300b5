"""ui.journey: a real Chromium uses each page; every step is checked by its request and its data."""

from __future__ import annotations

from workbench.harness.browser.job import JOURNEY
from workbench.harness.browser.session import LEAVES, run_journeys
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.progress.results import GateResult

NAME = JOURNEY


async def check(context: GateContext) -> GateResult:
    """Starts server and frontend; the browser worker drives the pages."""
    return await run_journeys(context, NAME)


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="each page shows what the reference predicts and can be used in Chromium as the plan says, with the mouse and by keyboard alone, at 375 px and 1280 px, in the most easterly and most westerly time zone; accessible names, axe, no console errors",
    rules=(
        "page.usable",
        "page.headings",
        "page.field_names",
        "page.choices",
        "page.create_form",
        "page.records",
        "page.delete_confirms",
        "page.accounts",
        "page.charts",
        "page.hooks",
        "page.list",
        "page.values",
        "page.money",
        "page.many",
        "page.filters",
        "page.sorting",
        "page.forms",
        "page.dates",
        "page.sign_out",
        "page.accessible",
        "page.shows_failures",
        "page.served_by_backend",
    ),
    turn=1,
    needs=("backend.build", "frontend.build"),
    runs_the_system=True,
    lists_checks=True,
    leaves=LEAVES,
)
