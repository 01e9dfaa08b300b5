"""The browser worker: a `JourneyJob` as JSON on stdin, a `JourneyReport` as JSON on stdout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from workbench.gates.http_steps import HttpRunner
from workbench.gates.journey import scenario
from workbench.gates.journey.driver import Driver
from workbench.gates.journey.entity_journey import EntityJourney
from workbench.gates.journey.job import JourneyJob, JourneyReport
from workbench.gates.journey.oracle import Oracle
from workbench.gates.journey.watch import Watch
from workbench.gates.result import Finding

CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
ACTION_TIMEOUT_MS = 5_000


def main() -> None:
    job = JourneyJob.model_validate_json(sys.stdin.read())
    with sync_playwright() as playwright:
        browser = launch(playwright, job.chromium)
        report = drive(job, browser)
        browser.close()
    print(report.model_dump_json())


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Starts the machine's Chromium with a fresh profile; its own sandbox cannot work as root."""
    return playwright.chromium.launch(
        executable_path=chromium,
        args=list(CHROMIUM_FLAGS),
        chromium_sandbox=os.geteuid() != 0,
    )


def drive(job: JourneyJob, browser: Browser) -> JourneyReport:
    """Every page's journey, then every scenario that needs a page, each in a fresh context."""
    axe = Path(job.axe_script).read_text()
    shots = Path(job.screenshots)
    shots.mkdir(parents=True, exist_ok=True)
    findings: list[Finding] = []
    passed: list[str] = []
    screenshots: list[str] = []
    deviations: list[str] = []
    for page in job.plan.pages:
        if page.collection is None:
            continue
        with _context(browser) as context:
            driver, watch = _person(context, job)
            oracle = Oracle(job.plan, job.api_url)
            journey = EntityJourney(job.plan, page, driver, watch, oracle, axe=axe, shots=shots)
            journey.run()
        findings += journey.findings
        passed += journey.passed
        screenshots += journey.screenshots
        deviations += driver.deviations
    for item in job.plan.scenarios:
        if not item.needs_page:
            continue
        with _context(browser) as context:
            driver, watch = _person(context, job)
            http = HttpRunner(job.api_url)
            finding = scenario.play(job.plan, item, driver, watch, http)
        if finding is None:
            passed.append(f"scenario:{item.id}")
        else:
            findings.append(finding)
    return JourneyReport(
        findings=tuple(findings),
        passed=tuple(passed),
        screenshots=tuple(screenshots),
        deviations=tuple(deviations),
    )


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(
        timezone_id="UTC", locale="en-US", reduced_motion="reduce",
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(ACTION_TIMEOUT_MS)
    return context


def _person(context: BrowserContext, job: JourneyJob) -> tuple[Driver, Watch]:
    page = context.new_page()
    return Driver(page, job.page_url), Watch(page, job.api_url)


if __name__ == "__main__":
    main()
