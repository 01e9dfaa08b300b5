"""frontend.types: `tsc` reports no errors."""

from __future__ import annotations

import re
import time

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.go_output import MAX_FINDINGS
from workbench.host.untrusted.lines import bounded_lines
from workbench.progress.results import NOT_INSTALLED, Finding, GateResult, judged, not_verified

NAME = "frontend.types"
_DIAGNOSTIC = re.compile(
    r"^(?P<file>[^\s(]+)\((?P<line>\d{1,9}),\d+\): error (?P<message>TS\d+: .+)$"
)


async def check(context: GateContext) -> GateResult:
    """Runs tsc over the whole frontend."""
    if not context.node_modules.is_dir():
        return not_verified(NAME, NOT_INSTALLED)
    started = time.monotonic()
    finished = await context.node("typescript/bin/tsc", "--noEmit", "--pretty", "false")
    findings = [] if finished.ok else _diagnostics(finished.output)
    return judged(
        NAME, findings, seconds=time.monotonic() - started, commands=[context.record(finished)]
    )


def _diagnostics(output: str) -> list[Finding]:
    findings: list[Finding] = []
    for line in bounded_lines(output):
        if len(findings) == MAX_FINDINGS:
            break
        match = _DIAGNOSTIC.match(line)
        if match is not None:
            findings.append(
                Finding(
                    gate=NAME,
                    message=match["message"],
                    file="frontend/" + match["file"],
                    line=int(match["line"]),
                )
            )
    return findings or [Finding(gate=NAME, message=output.strip()[-2000:] or "tsc failed")]


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="`tsc` reports no errors",
    rules=("frontend.type_checks",),
    component="frontend",
)
