"""api.contract: every probe that follows from the plan, each on a fresh database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from workbench.contract.probes import derive_probes
from workbench.contract.steps import PlainStep, Probe
from workbench.gates import serving
from workbench.gates.http_steps import HttpRunner, StepFailed
from workbench.gates.result import Finding, GateResult, judged, not_verified
from workbench.gates.site import Site
from workbench.machine.folders import temporary_folder

GATE = "api.contract"
PARALLEL = 4


async def check(site: Site) -> GateResult:
    """Runs all probes, a few at a time."""
    started = time.monotonic()
    if not await asyncio.to_thread(site.binary.is_file):
        return not_verified(GATE, "there is no server binary: backend.build did not pass")
    slots = asyncio.Semaphore(PARALLEL)
    probes = derive_probes(site.plan)
    outcomes = await asyncio.gather(*(_limited(slots, site, probe) for probe in probes))
    findings = [finding for finding in outcomes if finding is not None]
    passed = [probe.id for probe, finding in zip(probes, outcomes, strict=True) if finding is None]
    return judged(GATE, findings, seconds=time.monotonic() - started, passed_probes=passed)


async def _limited(slots: asyncio.Semaphore, site: Site, probe: Probe) -> Finding | None:
    async with slots:
        return await run_steps(site, GATE, probe.id, probe.title, probe.entity, probe.steps)


async def run_steps(
    site: Site,
    gate: str,
    probe: str,
    title: str,
    entity: str,
    steps: Sequence[PlainStep],
) -> Finding | None:
    """Runs HTTP steps on a server of their own; the finding if one does not hold."""
    return await run_chapters(site, gate, probe, title, entity, [(0, steps)])


async def run_chapters(
    site: Site,
    gate: str,
    probe: str,
    title: str,
    entity: str,
    chapters: Sequence[tuple[int, Sequence[PlainStep]]],
) -> Finding | None:
    """Runs steps on one database; each chapter on a server that starts so many seconds later."""
    began = datetime.now(UTC)
    try:
        async with temporary_folder("data") as data, serving.surroundings(site.plan) as around:
            runner = HttpRunner("", stubs=around.stubs)
            for later, steps in chapters:
                clock = site.plan.fake_now_env if later else None
                now = (began + timedelta(seconds=later)).isoformat().replace("+00:00", "Z")
                variables = around.variables | ({clock: now} if clock else {})
                async with serving.server_at(site.binary, data, variables) as server:
                    runner.base_url = server.url
                    for step in steps:
                        await asyncio.to_thread(runner.run, step)
    except StepFailed as failed:
        return Finding(
            gate=gate,
            message=f"{title}: {failed.step}",
            probe=probe,
            entity=entity,
            expected=failed.expected,
            actual=failed.actual,
            evidence=failed.evidence,
        )
    except serving.NotServing as failed:
        message = f"the {failed.what} did not start"
        return Finding(gate=gate, message=message, probe=probe, evidence=failed.log[-4000:])
    return None
