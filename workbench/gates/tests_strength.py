"""tests.strength: the system's own tests, without ours, notice faults in what the plan promises."""

from __future__ import annotations

import asyncio
import time

from workbench.gates.result import NOT_INSTALLED, Finding, GateResult, judged, not_verified
from workbench.gates.site import Site
from workbench.gates.strength import backend, page
from workbench.gates.strength.planting import Unmeasurable

GATE = "tests.strength"


async def check(site: Site) -> GateResult:
    """Plants faults in both sides; those that break a behaviour must make a test fail."""
    if not site.toolchains.go.ok:
        return not_verified(GATE, "Go is missing or too old; run: stackwright doctor --install")
    if not await asyncio.to_thread(site.node_modules.is_dir):
        return not_verified(GATE, NOT_INSTALLED)
    started = time.monotonic()
    try:
        measured = [await backend.measure(site, GATE)]
        if page.applying(site.plan):
            measured.append(await page.measure(site, GATE))
    except Unmeasurable as reason:
        return not_verified(GATE, str(reason), time.monotonic() - started)
    findings: list[Finding] = [item for part in measured for item in part.findings]
    untried = [name for part in measured for name in part.untried]
    result = judged(
        GATE, findings, seconds=time.monotonic() - started,
        passed_probes=[name for part in measured for name in part.noticed],
    )  # fmt: skip
    notes = tuple(
        f"no planted fault breaks {name} alone: nothing is said of it" for name in untried
    )
    return result.model_copy(update={"deviations": notes})
