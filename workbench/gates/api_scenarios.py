"""api.scenarios: every HTTP scenario of the plan, requirement by requirement."""

from __future__ import annotations

import asyncio
import time

from workbench.contract.identities import introductions, with_token
from workbench.contract.steps import PlainStep, Scenario
from workbench.gates.api_contract import run_chapters
from workbench.gates.result import Finding, GateResult, Status, judged, not_verified
from workbench.gates.site import Site

GATE = "api.scenarios"
PARALLEL = 4


async def check(site: Site) -> GateResult:
    """Runs the scenarios that need no page, a few at a time."""
    scenarios = [scenario for scenario in site.plan.scenarios if not scenario.needs_page]
    if not scenarios:
        return GateResult(
            gate=GATE, status=Status.NOT_APPLICABLE, reason="the plan has no HTTP scenario"
        )
    if not await asyncio.to_thread(site.binary.is_file):
        return not_verified(GATE, "there is no server binary: backend.build did not pass")
    started = time.monotonic()
    slots = asyncio.Semaphore(PARALLEL)
    outcomes = await asyncio.gather(*(_limited(slots, site, item) for item in scenarios))
    pairs = list(zip(scenarios, outcomes, strict=True))
    return judged(
        GATE,
        [finding for _, finding in pairs if finding is not None],
        seconds=time.monotonic() - started,
        passed_probes=[f"scenario:{item.id}" for item, finding in pairs if finding is None],
        proven=[item.id for item, finding in pairs if finding is None],
    )


async def _limited(slots: asyncio.Semaphore, site: Site, scenario: Scenario) -> Finding | None:
    async with slots:
        title = f"{scenario.requirement}: {scenario.title}"
        chapters = scenario.chapters
        made = introductions(site.plan, scenario.api_steps)
        signed: list[tuple[int, list[PlainStep]]] = [
            (later, [with_token(site.plan, step) for step in steps]) for later, steps in chapters
        ]
        signed[0] = (0, [*made, *signed[0][1]])
        return await run_chapters(site, GATE, f"scenario:{scenario.id}", title, "", signed)
