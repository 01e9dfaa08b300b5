"""frontend.types: the page type-checks."""

from __future__ import annotations

import re
import time

from workbench.gates.result import NOT_INSTALLED, Finding, GateResult, judged, not_verified
from workbench.gates.site import Site

GATE = "frontend.types"
_DIAGNOSTIC = re.compile(r"^(?P<file>[^\s(]+)\((?P<line>\d+),\d+\): error (?P<message>TS\d+: .+)$")


async def check(site: Site) -> GateResult:
    """Runs tsc over the whole page."""
    if not site.node_modules.is_dir():
        return not_verified(GATE, NOT_INSTALLED)
    started = time.monotonic()
    finished = await site.node("typescript/bin/tsc", "--noEmit", "--pretty", "false")
    findings = [] if finished.ok else _diagnostics(finished.output)
    return judged(
        GATE, findings, seconds=time.monotonic() - started, commands=[site.record(finished)]
    )


def _diagnostics(output: str) -> list[Finding]:
    findings = []
    for line in output.splitlines():
        match = _DIAGNOSTIC.match(line)
        if match is not None:
            findings.append(
                Finding(
                    gate=GATE,
                    message=match["message"],
                    file="frontend/" + match["file"],
                    line=int(match["line"]),
                )
            )
    return findings or [Finding(gate=GATE, message=output.strip()[-2000:] or "tsc failed")]
