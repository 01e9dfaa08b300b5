"""The browser worker: a `JourneyJob` as JSON on stdin, a `JourneyReport` as JSON on stdout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Page as BrowserPage

from workbench.harness.browser import scenario
from workbench.harness.browser.account_journey import AccountJourney
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.entity_journey import EntityJourney
from workbench.harness.browser.job import (
    ForeignRequest,
    JourneyJob,
    JourneyReport,
    RecordedRequest,
    journeys,
)
from workbench.harness.browser.oracle import Oracle
from workbench.harness.browser.plain_page import PlainPage
from workbench.harness.browser.watch import SETTINGS, Watch
from workbench.harness.http_client import user_agent
from workbench.harness.http_steps import HttpRunner
from workbench.harness.sessions import SignedIn
from workbench.plan.access import Accounts
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario
from workbench.progress.results import Finding

CHROMIUM_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-blink-features=AutomationControlled",  # or a page reads navigator.webdriver
    # The page's own origins are on loopback; no other name or address leads anywhere.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# Of one action or navigation. A page that works waits for none of it; a busy machine may.
ACTION_TIMEOUT_MS = 15_000
# The most easterly and the most westerly: a date that is taken for an instant shifts in one of them.
ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago")


def main() -> None:
    job = JourneyJob.model_validate_json(sys.stdin.read())
    with sync_playwright() as playwright:
        browser = launch(playwright, job.chromium, contained=job.contained)
        report = drive(job, browser)
        browser.close()
    print(report.model_dump_json())


def launch(playwright: Playwright, chromium: str, *, contained: bool = False) -> Browser:
    """Starts the host's Chromium with a fresh profile.

    Its own sandbox cannot work as root, and is not needed inside another one.
    """
    return playwright.chromium.launch(
        executable_path=chromium,
        args=list(CHROMIUM_FLAGS),
        chromium_sandbox=not contained and os.geteuid() != 0,
    )


def new_page(context: BrowserContext) -> BrowserPage:
    """A page of an ordinary Chrome: neither its headers nor its scripts say that nobody looks at it."""
    major = _major_version(context)
    page = context.new_page()
    brands = [
        {"brand": "Chromium", "version": str(major)},
        {"brand": "Google Chrome", "version": str(major)},
        {"brand": "Not:A-Brand", "version": "8"},
    ]
    described = {
        "brands": brands, "platform": "Linux", "platformVersion": "", "architecture": "x86",
        "model": "", "mobile": False,
    }  # fmt: skip
    context.new_cdp_session(page).send(
        "Emulation.setUserAgentOverride",
        {"userAgent": user_agent(major), "userAgentMetadata": described},
    )
    return page


def _major_version(context: BrowserContext) -> int:
    assert context.browser is not None
    return int(context.browser.version.partition(".")[0])


def drive(job: JourneyJob, browser: Browser) -> JourneyReport:
    """Every page's journey, then every scenario that needs a page, each in a fresh context."""
    axe = Path(job.axe_script).read_text()
    shots = Path(job.screenshots)
    shots.mkdir(parents=True, exist_ok=True)
    findings: list[Finding] = []
    passed: list[str] = []
    screenshots: list[str] = []
    deviations: list[str] = []
    requests: list[RecordedRequest] = []
    foreign: dict[ForeignRequest, None] = {}
    for item, api_url in zip(journeys(job.plan), job.api_urls, strict=True):
        with _context(browser, job, api_url) as context:
            page = new_page(context)
            driver, watch = (
                Driver(page, job.page_url or api_url),
                Watch(page, api_url, job.page_url),
            )
            if isinstance(item, Scenario):
                accounts = SignedIn(job.plan, HttpRunner(api_url))
                played = scenario.play(job.plan, item, driver, watch, accounts, shots)
                findings += [played.finding] if played.finding else []
                passed += [] if played.finding else [f"scenario:{item.id}"]
                screenshots += played.screenshots
            else:
                journey = _journey(job, item, driver, watch, api_url, axe, shots)
                journey.run()
                findings += journey.findings
                passed += journey.passed
                screenshots += journey.screenshots
            requests += watch.exchanges
            foreign |= watch.foreign
            deviations += driver.deviations
        if isinstance(item, Scenario) or not isinstance(journey, EntityJourney):
            continue
        for zone in ZONES if journey.has_dates else ():
            with _context(browser, job, api_url, zone) as context:
                page = new_page(context)
                driver, watch = (
                    Driver(page, job.page_url or api_url),
                    Watch(page, api_url, job.page_url),
                )
                abroad = EntityJourney(
                    job.plan, journey.page, driver, watch, journey.oracle, axe=axe, shots=shots
                )
                abroad.run_abroad(zone)
                requests += watch.exchanges
                foreign |= watch.foreign
            findings += abroad.findings
            passed += abroad.passed
    return JourneyReport(
        findings=tuple(findings),
        passed=tuple(passed),
        screenshots=tuple(screenshots),
        deviations=tuple(deviations),
        requests=tuple(requests),
        foreign=tuple(foreign),
    )


def _journey(
    job: JourneyJob, item: Page | Accounts, driver: Driver, watch: Watch, api_url: str, axe: str,
    shots: Path,
) -> EntityJourney | PlainPage | AccountJourney:  # fmt: skip
    if isinstance(item, Accounts):
        return AccountJourney(job.plan, driver, watch, axe=axe, shots=shots)
    oracle = Oracle(job.plan, api_url)
    if item.collection is None:
        return PlainPage(job.plan, item, driver, watch, oracle.accounts, axe=axe, shots=shots)
    return EntityJourney(job.plan, item, driver, watch, oracle, axe=axe, shots=shots)


def _context(
    browser: Browser, job: JourneyJob, api_url: str, zone: str | None = None
) -> BrowserContext:
    """A fresh profile whose page calls this journey's own server: told so, or handed out by it."""
    context = browser.new_context(
        timezone_id=zone or job.plan.timezone,
        locale=job.plan.locale,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 800},
    )
    context.set_default_timeout(ACTION_TIMEOUT_MS)
    if job.page_url:
        context.route(f"**{SETTINGS}", lambda route: route.fulfill(json={"apiUrl": api_url}))
    return context


if __name__ == "__main__":
    main()
