"""The browser worker: a `JourneyJob` as JSON on stdin, a `JourneyReport` as JSON on stdout."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Page as BrowserPage

from workbench.harness.browser import scenario
from workbench.harness.browser.account_journey import AccountJourney
from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.collected import Collected
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.entity_journey import EntityJourney
from workbench.harness.browser.job import (
    JourneyJob,
    JourneyReport,
    has_forms_of_its_own,
    has_journeys,
    journeys,
)
from workbench.harness.browser.navigation.addresses import AddressJourney
from workbench.harness.browser.navigation.links import LinkJourney, has_links_by_role
from workbench.harness.browser.plain_page import PlainPage
from workbench.harness.browser.records.abroad_journey import AbroadJourney, has_dates
from workbench.harness.browser.records.action_journey import ActionJourney, acting_accounts
from workbench.harness.browser.records.form_journey import FormJourney
from workbench.harness.browser.records.list_journey import ListJourney
from workbench.harness.browser.records.options_journey import OptionsJourney
from workbench.harness.browser.traffic import SETTINGS, Traffic
from workbench.harness.http_client import user_agent
from workbench.harness.http_steps import HttpRunner
from workbench.harness.sessions import AccountSessions
from workbench.plan.access import Accounts
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario

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
        "brands": brands,
        "platform": "Linux",
        "platformVersion": "",
        "architecture": "x86",
        "model": "",
        "mobile": False,
    }
    context.new_cdp_session(page).send(
        "Emulation.setUserAgentOverride",
        {"userAgent": user_agent(major), "userAgentMetadata": described},
    )
    return page


def _major_version(context: BrowserContext) -> int:
    assert context.browser is not None
    return int(context.browser.version.partition(".")[0])


def drive(job: JourneyJob, browser: Browser) -> JourneyReport:
    """Every page's journeys, then every scenario that needs a page, each in a fresh context."""
    return _Drive(job, browser).everything()


class _Drive:
    """All journeys of one job; `collected` is what they found so far."""

    def __init__(self, job: JourneyJob, browser: Browser) -> None:
        self.job, self.browser, self.plan = job, browser, job.plan
        self.axe = Path(job.axe_script).read_text()
        self.shots = Path(job.screenshots)
        self.shots.mkdir(parents=True, exist_ok=True)
        self.collected = Collected()

    def everything(self) -> JourneyReport:
        """Runs each item of `journeys` on its own server."""
        for item, api_url in zip(journeys(self.plan), self.job.api_urls, strict=True):
            match item:
                case Page() if has_journeys(self.plan, item):
                    with self._apart(item.route):
                        self._entity(item, ApiRecords(self.plan, api_url), api_url)
                case Page():
                    with self._apart(item.route):
                        self._plain(item, ApiRecords(self.plan, api_url).accounts, api_url)
                case Scenario():
                    with self._apart(item.id):
                        self._scenario(item, api_url)
                case Accounts():
                    with self._apart("accounts"):
                        self._accounts(api_url)
                    if has_links_by_role(self.plan):
                        with self._apart("links by role"):
                            self._links(api_url)
        if delivered := self.job.delivered_url:
            with self._apart("as delivered"):
                self._addresses(delivered)
        return self.collected.report()

    @contextmanager
    def _apart(self, name: str) -> Iterator[None]:
        """One journey: an error of ours in it takes nothing from what the others found."""
        try:
            yield
        except Exception:  # noqa: BLE001  # it is reported, and the gate is then not verified
            trace = traceback.format_exc(limit=-4)
            self.collected.crashed.append(f"{name}: {trace[-900:]}")

    def _entity(self, page: Page, records: ApiRecords, api_url: str) -> None:
        """The journeys of an entity's page, and its dates again in other time zones."""
        if has_forms_of_its_own(self.plan, page):
            self._plain(page, records.accounts, api_url)
            self._records(page, records, api_url, ListJourney, FormJourney, OptionsJourney)
            self._actions(page, records, api_url)
            return
        self._records(
            page, records, api_url, EntityJourney, ListJourney, FormJourney, OptionsJourney
        )
        self._actions(page, records, api_url)
        assert page.collection is not None
        for zone in ZONES if has_dates(self.plan.entity(page.collection)) else ():
            with self._visit(api_url, zone) as (driver, traffic):
                abroad = AbroadJourney(
                    self.plan, page, driver, traffic, records, axe=self.axe, shots=self.shots
                )
                abroad.run(zone)
                self.collected.add(abroad)

    def _records(
        self,
        page: Page,
        records: ApiRecords,
        api_url: str,
        *kinds: type[EntityJourney | ListJourney | FormJourney | OptionsJourney],
    ) -> None:
        """Journeys with an entity's records, one after the other in one browser."""
        with self._visit(api_url) as (driver, traffic):
            for kind in kinds:
                journey = kind(
                    self.plan, page, driver, traffic, records, axe=self.axe, shots=self.shots
                )
                journey.run()
                self.collected.add(journey)

    def _actions(self, page: Page, records: ApiRecords, api_url: str) -> None:
        """What each account that may move the page's records can do in their rows."""
        for who in acting_accounts(self.plan, page):
            assert page.collection is not None
            acting = records.acting_as(who, self.plan.entity(page.collection))
            with self._visit(api_url) as (driver, traffic):
                journey = ActionJourney(
                    self.plan, page, driver, traffic, acting, axe=self.axe, shots=self.shots
                )
                journey.run(who)
                self.collected.add(journey)

    def _plain(self, page: Page, accounts: AccountSessions, api_url: str) -> None:
        with self._visit(api_url) as (driver, traffic):
            journey = PlainPage(
                self.plan, page, driver, traffic, accounts, axe=self.axe, shots=self.shots
            )
            journey.run()
            self.collected.add(journey)

    def _scenario(self, item: Scenario, api_url: str) -> None:
        with self._visit(api_url) as (driver, traffic):
            accounts = AccountSessions(self.plan, HttpRunner(api_url))
            outcome = scenario.run_scenario(self.plan, item, driver, traffic, accounts, self.shots)
            self.collected.add_scenario(item.id, outcome)

    def _accounts(self, api_url: str) -> None:
        with self._visit(api_url) as (driver, traffic):
            records = ApiRecords(self.plan, api_url)
            journey = AccountJourney(
                self.plan, driver, traffic, records, axe=self.axe, shots=self.shots
            )
            journey.run()
            self.collected.add(journey)

    def _links(self, api_url: str) -> None:
        with self._visit(api_url) as visit:
            self._navigate(LinkJourney, visit, api_url, "links", "the navigation")

    def _addresses(self, url: str) -> None:
        with self._visit(url, page_url=url) as visit:
            self._navigate(AddressJourney, visit, url, "delivered", "as delivered")

    def _navigate(
        self,
        kind: type[LinkJourney | AddressJourney],
        visit: tuple[Driver, Traffic],
        api_url: str,
        name: str,
        where: str,
    ) -> None:
        """A journey along links or addresses; `name` and `where` are those of its findings."""
        journey = kind(self.plan, *visit, axe=self.axe, shots=self.shots, name=name, where=where)
        journey.run(AccountSessions(self.plan, HttpRunner(api_url)))
        self.collected.add(journey)

    @contextmanager
    def _visit(
        self, api_url: str, zone: str | None = None, page_url: str | None = None
    ) -> Iterator[tuple[Driver, Traffic]]:
        """A page in a fresh profile; what it sent is collected when it is left."""
        page_url = page_url or self.job.page_url or api_url
        with _context(self.browser, self.job, api_url, zone, page_url) as context:
            page = new_page(context)
            driver = Driver(page, page_url)
            traffic = Traffic(page, api_url, page_url)
            yield driver, traffic
            self.collected.leave(driver, traffic)


def _context(
    browser: Browser, job: JourneyJob, api_url: str, zone: str | None, page_url: str
) -> BrowserContext:
    """A fresh profile whose frontend calls this journey's server, by a setting or because that server serves it."""
    context = browser.new_context(
        timezone_id=zone or job.plan.timezone,
        locale=job.plan.locale,
        reduced_motion="reduce",
        viewport={"width": 1280, "height": 800},
    )
    context.set_default_timeout(ACTION_TIMEOUT_MS)
    if page_url != api_url:
        context.route(f"**{SETTINGS}", lambda route: route.fulfill(json={"apiUrl": api_url}))
    return context


if __name__ == "__main__":
    main()
