"""api.scenarios: every HTTP scenario of the plan, requirement by requirement."""

from __future__ import annotations

import asyncio
import time

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.trace_runs import run_chapters
from workbench.plan.steps import Scenario
from workbench.progress.results import Finding, GateResult, Status, judged
from workbench.reference.scenarios import signed_chapters

NAME = "api.scenarios"
PARALLEL = 4


async def check(context: GateContext) -> GateResult:
    """Runs the scenarios that need no page, a few at a time."""
    scenarios = [scenario for scenario in context.plan.scenarios if not scenario.needs_page]
    if not scenarios:
        return GateResult(
            gate=NAME, status=Status.NOT_APPLICABLE, reason="the plan has no HTTP scenario"
        )
    started = time.monotonic()
    slots = asyncio.Semaphore(PARALLEL)
    outcomes = await asyncio.gather(*(_limited(slots, context, item) for item in scenarios))
    pairs = list(zip(scenarios, outcomes, strict=True))
    return judged(
        NAME,
        [finding for _, finding in pairs if finding is not None],
        seconds=time.monotonic() - started,
        passed_checks=[f"scenario:{item.id}" for item, finding in pairs if finding is None],
        proven=[item.id for item, finding in pairs if finding is None],
    )


async def _limited(
    slots: asyncio.Semaphore, context: GateContext, scenario: Scenario
) -> Finding | None:
    async with slots:
        title = f"{scenario.requirement}: {scenario.title}"
        chapters = signed_chapters(context.plan, scenario)
        return await run_chapters(context, NAME, f"scenario:{scenario.id}", title, "", chapters)


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="the HTTP scenario of each requirement holds",
    rules=(
        "api.scenarios_hold",
        "api.integrations",
        "api.clock",
        "api.seed",
        "backend.settings",
    ),
    turn=1,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
