"""frontend.build: the page bundles; the bundle is what the journey drives."""

from __future__ import annotations

import asyncio
import re
import time

from workbench.gates.result import NOT_INSTALLED, Finding, GateResult, judged, not_verified
from workbench.gates.site import Site

GATE = "frontend.build"
_PLACE = re.compile(r"(src/[\w./-]+\.(?:tsx?|css))")


async def check(site: Site) -> GateResult:
    """Runs `vite build` into the scratch folder."""
    if not site.node_modules.is_dir():
        return not_verified(GATE, NOT_INSTALLED)
    started = time.monotonic()
    finished = await site.node(
        "vite/bin/vite.js", "build", "--outDir", str(site.bundle), "--emptyOutDir"
    )
    findings: list[Finding] = []
    if not finished.ok:
        place = _PLACE.search(finished.output)
        file = f"frontend/{place[1]}" if place else ""
        findings.append(Finding(gate=GATE, message=finished.output[-2000:], file=file))
    elif not await asyncio.to_thread((site.bundle / "index.html").is_file):
        findings.append(Finding(gate=GATE, message="the bundle has no index.html"))
    return judged(
        GATE, findings, seconds=time.monotonic() - started, commands=[site.record(finished)]
    )
