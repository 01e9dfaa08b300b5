"""A page without an entity: its scenarios test its function, this file its heading, links and layout."""

from __future__ import annotations

from pathlib import Path

from workbench.harness.browser.driver import Driver
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.traffic import Traffic
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import visitor_of
from workbench.plan.pages import Page
from workbench.plan.system import SystemPlan


class PlainPage(Journey):
    """Checks heading, title, language, link, accessibility and width of a page."""

    def __init__(
        self,
        plan: SystemPlan,
        page: Page,
        driver: Driver,
        traffic: Traffic,
        accounts: AccountSessions,
        *,
        axe: str,
        shots: Path,
    ) -> None:
        name = page.route.strip("/").replace("/", "-") or "home"
        super().__init__(plan, driver, traffic, axe=axe, shots=shots, name=name, where=page.route)
        self.page, self.accounts = page, accounts

    def run(self) -> None:
        """Both steps, signed in as an account that may use the page if the plan has accounts."""
        with self._step("opens", "page.headings"):
            if self.plan.accounts is not None:
                who = visitor_of(self.plan, self.page)
                self.accounts.ensure(who)
                self.driver.sign_in(self.plan, self.accounts.values(who))
            self._is_framed(self.page)
            for hook in self.page.hooks:
                self._has_hook(hook, None)
            self._check_state("page")
        with self._step("narrow", "page.accessible"), self._narrowed():
            self.driver.open(self.page.route)
            self.driver.heading()
            self._check_state("narrow")
