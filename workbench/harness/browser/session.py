"""Starts server and frontend; the browser worker drives the pages in a real Chromium."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import requests
from pydantic import ValidationError

import workbench
from workbench.harness import servers
from workbench.harness.browser.job import JourneyJob, JourneyReport, journeys
from workbench.harness.gate_context import SCREENSHOTS, GateContext
from workbench.harness.http_client import ServerSession
from workbench.host.process import Command, Finished, run
from workbench.host.sandbox.policy import Network
from workbench.progress.results import (
    KEPT_OF_ANSWER,
    KEPT_OF_LOG,
    Finding,
    GateResult,
    Status,
    judged,
    not_verified,
)

REPORT = "journey.json"
LEAVES = (REPORT, SCREENSHOTS)  # in the scratch folder: read by frontend.agreement and the report
SHIPPED = "ui:shipped"
# The Accept header of a browser that opens an address.
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
WORKER = "workbench.harness.browser.worker"
SECONDS_EACH = 120.0  # a journey takes 5 to 20 on two idle cores


async def run_journeys(context: GateContext, gate: str) -> GateResult:
    """Every journey through the built frontend, as the result of `gate`."""
    if not context.plan.pages:
        return GateResult(gate=gate, status=Status.NOT_APPLICABLE, reason="the plan has no page")
    if not context.toolchains.chromium.ok:
        return not_verified(gate, "Chromium is missing; run: stackwright doctor --install")
    axe = context.tools / "node_modules" / "axe-core" / "axe.min.js"
    if not await asyncio.to_thread(axe.is_file):
        return not_verified(gate, "axe-core is not installed in Stackwright's tool folder")
    started = time.monotonic()
    try:
        async with AsyncExitStack() as stack:
            is_single = context.plan.origin == "single"
            apis = [
                await stack.enter_async_context(servers.api(context, with_page=is_single))
                for _ in journeys(context.plan)
            ]
            page_url = ""
            if not is_single:
                page = await stack.enter_async_context(servers.page(context, apis[0].url))
                page_url = page.url
            delivered = await stack.enter_async_context(servers.api(context, with_page=True))
            job = JourneyJob(
                page_url=page_url,
                api_urls=tuple(server.url for server in apis),
                plan=context.plan,
                chromium=str(context.toolchains.chromium.path),
                axe_script=str(axe),
                screenshots=str(context.screenshots),
                delivered_url=delivered.url,
                contained=context.containment.bubblewrap is not None,
            )
            unshipped = await _serves_frontend(context, gate, delivered.url)
            if unshipped:
                job = job.model_copy(update={"delivered_url": ""})
            finished = await run(await asyncio.to_thread(_command, context, job))
    except servers.NotServing as failed:
        finding = Finding(
            gate=gate,
            message=str(failed),
            evidence=failed.log[-KEPT_OF_LOG:],
            component="backend" if failed.what == servers.SERVER else None,
        )
        return judged(gate, [finding], seconds=time.monotonic() - started)
    await asyncio.to_thread((context.scratch / REPORT).write_text, finished.stdout)
    return _result(context, gate, finished, unshipped, time.monotonic() - started)


def _command(context: GateContext, job: JourneyJob) -> Command:
    """The worker and its browser in one sandbox that can reach only the servers under test."""
    context.screenshots.mkdir(parents=True, exist_ok=True)
    addresses = (job.page_url, job.delivered_url, *job.api_urls)
    ports = {urlsplit(address).port for address in addresses} - {None}
    sandbox = context.containment.sandbox(
        writable=(context.screenshots,),
        network=Network(reaches=tuple(sorted(port for port in ports if port is not None))),
    )
    return Command(
        (sys.executable, "-m", WORKER),
        context.screenshots,
        {"PYTHONPATH": str(Path(workbench.__file__).parents[1])},
        timeout=SECONDS_EACH * len(job.api_urls),
        stdin=job.model_dump_json(),
        sandbox=sandbox,
    )


async def _serves_frontend(context: GateContext, gate: str, url: str) -> list[Finding]:
    """Checks that the server at `url` serves the frontend at the route of every page.

    An operation may have the same path as a page: a request for HTML gets the page, any other the
    API. `Vary: Accept` keeps caches from mixing the two up.
    """
    routes = [page.route for page in context.plan.linked_pages]
    findings = await asyncio.to_thread(
        lambda: [_page_finding(url, route, gate) for route in routes]
    )
    return [finding for finding in findings if finding is not None]


def _page_finding(url: str, route: str, gate: str) -> Finding | None:
    try:
        with ServerSession(url) as session:
            response = session.get(url + route, headers={"Accept": BROWSER}, timeout=10)
        content_type, vary = [response.headers.get(name, "") for name in ("Content-Type", "Vary")]
        actual = f"{response.status_code}, {content_type}, Vary: {vary}"
        evidence = response.text[:KEPT_OF_ANSWER]
    except requests.RequestException as error:
        actual, evidence = type(error).__name__, str(error)
    else:
        varies = {name.strip() for name in vary.lower().split(",")}
        if actual.startswith("200, text/html") and varies & {"accept", "*"}:
            return None
    return Finding(
        gate=gate,
        message=f"with STATIC_DIR set, a browser that opens {route} does not get the page",
        rule="page.served_by_backend",
        check=SHIPPED,
        expected="200, text/html, Vary: Accept",
        actual=actual,
        evidence=evidence,
        component="backend",
    )


def _result(
    context: GateContext, gate: str, finished: Finished, unshipped: list[Finding], seconds: float
) -> GateResult:
    try:
        report = JourneyReport.model_validate_json(finished.stdout.strip() or "{}")
    except ValidationError:
        # The worker is ours: its failure is not the frontend's.
        reason = "the browser worker exited early: " + finished.output[-600:]
        return not_verified(gate, "it took too long" if finished.timed_out else reason, seconds)
    result = judged(
        gate,
        [*report.findings, *unshipped],
        seconds=seconds,
        passed_checks=[*report.passed, *([] if unshipped else [SHIPPED])],
        proven=[p.removeprefix("scenario:") for p in report.passed if p.startswith("scenario:")],
        commands=[context.record(finished)],
    )
    shown = {"screenshots": report.screenshots, "deviations": report.deviations}
    if report.crashed and result.status is Status.PASSED:
        crash = f"a journey ended with an internal error: {report.crashed[0]}"
        return result.model_copy(update=shown | {"status": Status.NOT_VERIFIED, "reason": crash})
    return result.model_copy(update=shown)
