"""frontend.build: `vite build` succeeds; ui.journey uses the bundle."""

from __future__ import annotations

import asyncio
import time

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import BUNDLE, GateContext
from workbench.host.untrusted.linear import linear
from workbench.progress.results import NOT_INSTALLED, Finding, GateResult, judged, not_verified

NAME = "frontend.build"
_PLACE = linear(r"(src/[\w./-]+\.(?:tsx?|css))")


async def check(context: GateContext) -> GateResult:
    """Runs `vite build` into the scratch folder."""
    if not context.node_modules.is_dir():
        return not_verified(NAME, NOT_INSTALLED)
    started = time.monotonic()
    finished = await context.node(
        "vite/bin/vite.js",
        "build",
        "--outDir",
        str(context.bundle),
        "--emptyOutDir",
        writes=context.bundle,
    )
    findings: list[Finding] = []
    if not finished.ok:
        location = _PLACE.search(finished.output)
        file = f"frontend/{location[1]}" if location else ""
        findings.append(Finding(gate=NAME, message=finished.output[-2000:], file=file))
    elif not await asyncio.to_thread((context.bundle / "index.html").is_file):
        findings.append(Finding(gate=NAME, message="the bundle has no index.html"))
    return judged(
        NAME, findings, seconds=time.monotonic() - started, commands=[context.record(finished)]
    )


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="`vite build` makes the bundle that the journeys use",
    rules=("frontend.bundles",),
    turn=1,
    component="frontend",
    builds=(BUNDLE,),
)
