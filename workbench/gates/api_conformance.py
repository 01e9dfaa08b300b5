"""api.conformance: property-based requests from the OpenAPI document (Schemathesis), fixed seed.

Schemathesis's checks for accepting positive and rejecting negative data are switched off: they
reject sound servers.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from workbench.harness import servers
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.http_client import user_agent
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.sessions import AccountSessions
from workbench.host.process import Command, Finished, run
from workbench.host.python_tools import has_schemathesis, schemathesis_environment
from workbench.host.sandbox.policy import Network
from workbench.host.untrusted.files import UnreadableFile, read_bytes
from workbench.host.untrusted.json_texts import NotJson, read_json
from workbench.openapi.document_operations import METHODS
from workbench.openapi.normalising import normalise
from workbench.plan.actors import privileged
from workbench.progress.results import KEPT_OF_LOG, Finding, GateResult, judged, not_verified
from workbench.reference.error_expectations import WHERE_SILENT

NAME = "api.conformance"
REPORT = "conformance/report.json"
SEED = 1
EXAMPLES = 30
MAX_REPORT = 64 << 20
# One worker: CPython before 3.11.9 fails when several threads call ast.parse, and one worker sends the
# requests in the same order on every run.
WORKERS = 1
TIMEOUT = 180.0
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)


async def check(context: GateContext) -> GateResult:
    """Fuzzes every operation of a server on a fresh database."""
    if not await asyncio.to_thread(has_schemathesis, context.folders):
        return not_verified(
            NAME, "Schemathesis is not installed; run: stackwright doctor --install"
        )
    if context.plan.document is not None:
        problem = (await asyncio.to_thread(normalise, context.plan.document)).problem
        if problem:
            return not_verified(NAME, f"the client's document cannot be normalised: {problem}")
    started = time.monotonic()
    try:
        async with servers.api(context) as server:
            await asyncio.to_thread(_prepare_report, context.scratch / REPORT)
            document = await asyncio.to_thread(_measured_document, context)
            accounts = AccountSessions(context.plan, HttpRunner(server.url))
            headers = await asyncio.to_thread(accounts.headers, privileged(context.plan))
            finished = await run(_command(context, server, document, headers))
            alive = server.process.alive
            log = "" if alive else await asyncio.to_thread(server.process.output)
    except (servers.NotServing, StepFailed) as failed:
        log = failed.log if isinstance(failed, servers.NotServing) else failed.evidence
        finding = Finding(gate=NAME, message=str(failed), evidence=log[-KEPT_OF_LOG:])
        return judged(NAME, [finding], seconds=time.monotonic() - started)
    seconds = time.monotonic() - started
    if not alive:
        finding = Finding(
            gate=NAME,
            message="the server exited during the property-based requests",
            evidence=log[-KEPT_OF_LOG:],
        )
        return judged(NAME, [finding], seconds=seconds, commands=[context.record(finished)])
    return await asyncio.to_thread(_result, context, finished, seconds)


def _prepare_report(report: Path) -> None:
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)


def _command(
    context: GateContext, server: servers.Served, document: Path, headers: Mapping[str, str]
) -> Command:
    sent = {"User-Agent": user_agent(), **headers}
    argv = (
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        str(document),
        "--url",
        server.url,
        *(f"--header={name}:{value}" for name, value in sent.items()),
        "--seed",
        str(SEED),
        "--max-examples",
        str(EXAMPLES),
        "--phases",
        "coverage,fuzzing",
        "--checks",
        ",".join(CHECKS),
        "--generation-database",
        "none",
        "--workers",
        str(WORKERS),
        "--no-color",
        "--continue-on-failure",
        "--report",
        "json",
        "--report-json-path",
        str(context.scratch / REPORT),
    )
    # The document is generated: a reference in it can reach nothing outside this sandbox.
    sandbox = context.containment.sandbox(
        writable=((context.scratch / REPORT).parent,),
        readable=(document,),
        network=Network(reaches=(server.port,)),
    )
    environment = schemathesis_environment(context.folders)
    return Command(argv, context.scratch, environment, TIMEOUT, sandbox=sandbox)


def _measured_document(context: GateContext) -> Path:
    """The document that requests are made from; a client's own with the statuses of its silence.

    The coder is told to answer these where a document declares nothing (rule api.follows_client_document).
    """
    if context.plan.document is None:
        return context.folder / "openapi.yaml"
    document = with_silent_statuses(normalise(context.plan.document).document)
    path = context.scratch / "document.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def with_silent_statuses(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with a response for each status that a server may answer where it says nothing."""
    whole = deepcopy(dict(document))
    for item in whole["paths"].values():
        for method, operation in item.items():
            for status in sorted(WHERE_SILENT) if method in METHODS else ():
                silent = {"description": "where the document is silent"}
                operation["responses"].setdefault(str(status), silent)
    return whole


def _result(context: GateContext, finished: Finished, seconds: float) -> GateResult:
    report = context.scratch / REPORT
    if not report.is_file() or finished.timed_out:
        return not_verified(NAME, f"Schemathesis did not finish: {finished.output[-400:]}", seconds)
    try:
        data: dict[str, Any] = read_json(
            read_bytes(context.scratch, REPORT, MAX_REPORT), MAX_REPORT
        )
    except (UnreadableFile, NotJson) as error:
        return not_verified(NAME, f"Schemathesis left no report: {error}", seconds)
    if data["errors"] or not data["complete"]:
        return not_verified(
            NAME, f"Schemathesis stopped early: {str(data['errors'])[:400]}", seconds
        )
    findings = [
        Finding(
            gate=NAME,
            message=f"{operation}: {failure['title']}",
            check=f"conformance:{operation}",
            evidence=_section(finished.stdout, operation),
        )
        for failure in data["failures"]
        for operation in failure["operations"]
    ]
    red = {finding.check for finding in findings}
    operations = [f"conformance:{item.method} {item.path}" for item in context.plan.operations]
    return judged(
        NAME,
        findings,
        seconds=seconds,
        passed_checks=[trace for trace in operations if trace not in red],
        commands=[context.record(finished)],
    )


def _section(output: str, operation: str) -> str:
    """Schemathesis's output for one operation, with a curl command that repeats the request."""
    start = output.find(f" {operation} ___")
    if start < 0:
        return ""
    end = output.find("\n___", start + len(operation))
    return output[start : end if end > 0 else None].strip(" _\n")[:4000]


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="property-based requests (Schemathesis, fixed seed) get no 5xx, only declared statuses, media types and schemas",
    rules=("api.conforms_to_document",),
    turn=2,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
