"""frontend.tests: the page's own tests pass; none is skipped."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Iterator
from typing import Any

from workbench.gates.result import NOT_INSTALLED, Finding, GateResult, judged, not_verified
from workbench.gates.site import Site

GATE = "frontend.tests"
_ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


async def check(site: Site) -> GateResult:
    """Runs Vitest once and reads its JSON report."""
    if not site.node_modules.is_dir():
        return not_verified(GATE, NOT_INSTALLED)
    started = time.monotonic()
    report = site.scratch / "vitest.json"
    finished = await site.node(
        "vitest/vitest.mjs", "run", "--reporter=json", f"--outputFile={report}", env={"TZ": "UTC"}
    )
    findings = await asyncio.to_thread(_findings, site)
    if not finished.ok and not findings:
        findings = [Finding(gate=GATE, message=finished.output[-2000:] or "Vitest failed")]
    return judged(
        GATE, findings, seconds=time.monotonic() - started, commands=[site.record(finished)]
    )


def _findings(site: Site) -> list[Finding]:
    report = site.scratch / "vitest.json"
    if not report.is_file():
        return []
    data = json.loads(report.read_text())
    report.unlink()
    findings = [item for suite in data["testResults"] for item in _suite(site, suite)]
    if data["numTotalTests"] == 0 and not findings:
        findings.append(Finding(gate=GATE, message="the page has no tests of its own"))
    return findings


def _suite(site: Site, suite: dict[str, Any]) -> Iterator[Finding]:
    file = str(suite["name"]).removeprefix(str(site.folder) + "/")
    if suite["status"] == "failed" and not suite["assertionResults"]:
        message = _ESCAPES.sub("", suite.get("message", "")) or "the test file did not load"
        yield Finding(gate=GATE, message=message[:600], file=file, evidence=message[:4000])
    for test in suite["assertionResults"]:
        if test["status"] == "failed":
            text = _ESCAPES.sub("", "\n".join(test["failureMessages"]))
            yield Finding(
                gate=GATE,
                message=f"{test['fullName']}: {text.splitlines()[0] if text else 'failed'}"[:600],
                file=file,
                evidence=text[:4000],
            )
        elif test["status"] != "passed":
            yield Finding(gate=GATE, message=f"{test['fullName']}: {test['status']}", file=file)
