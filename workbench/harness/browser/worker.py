"""The browser worker: a `JourneyJob` as JSON on stdin, a `JourneyReport` as JSON on stdout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Page as BrowserPage

from workbench.harness.browser import scenario
from workbench.harness.browser.account_journey import AccountJourney
from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.entity_journey import EntityJourney
from workbench.harness.browser.job import (
    ForeignRequest,
    JourneyJob,
    JourneyReport,
    RecordedRequest,
    journeys,
)
from workbench.harness.browser.plain_page import PlainPage
from workbench.harness.browser.traffic import SETTINGS, Traffic
from workbench.harness.http_client import user_agent
from workbench.harness.http_steps import HttpRunner
from workbench.harness.sessions import AccountSessions
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
    "--disable-blink-features=AutomationControlled",  # otherwise navigator.webdriver is true
    # The frontend and its API are on loopback; every other host name fails to resolve.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# The limit for one action or navigation; generous, because the host may be busy.
ACTION_TIMEOUT_MS = 15_000
# The most easterly and most westerly zones: a date treated as an instant shifts in one of them.
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

    Chromium's own sandbox does not work as root, and is not needed inside ours.
    """
    return playwright.chromium.launch(
        executable_path=chromium,
        args=list(CHROMIUM_FLAGS),
        chromium_sandbox=not contained and os.geteuid() != 0,
    )


def new_page(context: BrowserContext) -> BrowserPage:
    """A page of an ordinary Chrome: headers and scripts do not reveal that the browser is headless."""
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
            driver, traffic = (
                Driver(page, job.page_url or api_url),
                Traffic(page, api_url, job.page_url),
            )
            if isinstance(item, Scenario):
                accounts = AccountSessions(job.plan, HttpRunner(api_url))
                outcome = scenario.run_scenario(job.plan, item, driver, traffic, accounts, shots)
                findings += [outcome.finding] if outcome.finding else []
                passed += [] if outcome.finding else [f"scenario:{item.id}"]
                screenshots += outcome.screenshots
            else:
                journey = _journey(job, item, driver, traffic, api_url, axe, shots)
                journey.run()
                findings += journey.findings
                passed += journey.passed
                screenshots += journey.screenshots
            requests += traffic.exchanges
            foreign |= traffic.foreign
            deviations += driver.deviations
        if isinstance(item, Scenario) or not isinstance(journey, EntityJourney):
            continue
        for zone in ZONES if journey.has_dates else ():
            with _context(browser, job, api_url, zone) as context:
                page = new_page(context)
                driver, traffic = (
                    Driver(page, job.page_url or api_url),
                    Traffic(page, api_url, job.page_url),
                )
                abroad = EntityJourney(
                    job.plan,
                    journey.page,
                    driver,
                    traffic,
                    journey.api_records,
                    axe=axe,
                    shots=shots,
                )
                abroad.run_abroad(zone)
                requests += traffic.exchanges
                foreign |= traffic.foreign
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
    job: JourneyJob, item: Page | Accounts, driver: Driver, traffic: Traffic, api_url: str, axe: str,
    shots: Path,
) -> EntityJourney | PlainPage | AccountJourney:  # fmt: skip
    if isinstance(item, Accounts):
        return AccountJourney(job.plan, driver, traffic, axe=axe, shots=shots)
    api_records = ApiRecords(job.plan, api_url)
    if item.collection is None:
        return PlainPage(
            job.plan, item, driver, traffic, api_records.accounts, axe=axe, shots=shots
        )
    return EntityJourney(job.plan, item, driver, traffic, api_records, axe=axe, shots=shots)


def _context(
    browser: Browser, job: JourneyJob, api_url: str, zone: str | None = None
) -> BrowserContext:
    """A fresh profile whose frontend calls this journey's server, by a setting or because that server serves it."""
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
