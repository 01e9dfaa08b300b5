"""api.conformance: property-based requests from the OpenAPI document (Schemathesis), fixed seed.

Its checks for the acceptance of positive and the rejection of negative data are left out: with them
sound servers are rejected (CONTRACT: what each gate may claim).
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from typing import Any

from workbench.contract.callers import privileged
from workbench.contract.derive import NORMALISED_FILE
from workbench.contract.given.normalising import normalise
from workbench.gates import serving
from workbench.gates.http_steps import HttpRunner, StepFailed
from workbench.gates.result import Finding, GateResult, judged, not_verified
from workbench.gates.signed_in import SignedIn
from workbench.gates.site import Site
from workbench.machine.process import Command, Finished, run
from workbench.machine.python_tools import has_schemathesis, schemathesis_environment

GATE = "api.conformance"
REPORT = "conformance.json"
SEED = 1
EXAMPLES = 30
# One worker: CPython 3.11 before 3.11.9 fails in ast.parse when threads meet there, and the order of
# requests is then the same on every run.
WORKERS = 1
TIMEOUT = 180.0
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


async def check(site: Site) -> GateResult:
    """Fuzzes every operation of a server on a fresh database."""
    if not await asyncio.to_thread(has_schemathesis, site.folders):
        return not_verified(
            GATE, "Schemathesis is not installed; run: stackwright doctor --install"
        )
    if site.plan.document is not None:
        problem = (await asyncio.to_thread(normalise, site.plan.document)).problem
        if problem:
            return not_verified(GATE, f"the client's document cannot be normalised: {problem}")
    started = time.monotonic()
    if not await asyncio.to_thread(site.binary.is_file):
        return not_verified(GATE, "there is no server binary: backend.build did not pass")
    try:
        async with serving.api(site) as server:
            await asyncio.to_thread((site.scratch / REPORT).unlink, missing_ok=True)
            accounts = SignedIn(site.plan, HttpRunner(server.url))
            headers = await asyncio.to_thread(accounts.headers, privileged(site.plan))
            finished = await run(_command(site, server.url, headers))
            alive = server.process.alive
            log = "" if alive else await asyncio.to_thread(server.process.output)
    except (serving.NotServing, StepFailed) as failed:
        log = failed.log if isinstance(failed, serving.NotServing) else failed.evidence
        finding = Finding(gate=GATE, message=str(failed), evidence=log[-4000:])
        return judged(GATE, [finding], seconds=time.monotonic() - started)
    seconds = time.monotonic() - started
    if not alive:
        finding = Finding(gate=GATE, message="the server ended under fuzzing", evidence=log[-4000:])
        return judged(GATE, [finding], seconds=seconds, commands=[site.record(finished)])
    return await asyncio.to_thread(_result, site, finished, seconds)


def _command(site: Site, url: str, headers: Mapping[str, str]) -> Command:
    argv = (
        sys.executable, "-m", "schemathesis.cli", "run", str(site.folder / _judged_by(site)),
        "--url", url, *(f"--header={name}:{value}" for name, value in headers.items()), "--seed", str(SEED), "--max-examples", str(EXAMPLES),
        "--phases", "coverage,fuzzing", "--checks", ",".join(CHECKS),
        "--generation-database", "none", "--workers", str(WORKERS), "--no-color", "--continue-on-failure",
        "--report", "json", "--report-json-path", str(site.scratch / REPORT),
    )  # fmt: skip
    return Command(argv, site.scratch, schemathesis_environment(site.folders), TIMEOUT)


def _judged_by(site: Site) -> str:
    return "openapi.yaml" if site.plan.document is None else NORMALISED_FILE


def _result(site: Site, finished: Finished, seconds: float) -> GateResult:
    report = site.scratch / REPORT
    if not report.is_file() or finished.timed_out:
        return not_verified(GATE, f"Schemathesis did not finish: {finished.output[-400:]}", seconds)
    data: dict[str, Any] = json.loads(report.read_text())
    if data["errors"] or not data["complete"]:
        return not_verified(
            GATE, f"Schemathesis stopped early: {str(data['errors'])[:400]}", seconds
        )
    findings = [
        Finding(
            gate=GATE,
            message=f"{operation}: {failure['title']}",
            probe=f"conformance:{operation}",
            evidence=_section(finished.stdout, operation),
        )
        for failure in data["failures"]
        for operation in failure["operations"]
    ]
    red = {finding.probe for finding in findings}
    operations = [f"conformance:{item.method} {item.path}" for item in site.plan.operations]
    return judged(
        GATE,
        findings,
        seconds=seconds,
        passed_probes=[probe for probe in operations if probe not in red],
        commands=[site.record(finished)],
    )


def _section(output: str, operation: str) -> str:
    """What Schemathesis printed of one operation, with a curl command that repeats the request."""
    start = output.find(f" {operation} ___")
    if start < 0:
        return ""
    end = output.find("\n___", start + len(operation))
    return output[start : end if end > 0 else None].strip(" _\n")[:4000]
