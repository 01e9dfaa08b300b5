"""A page that no entity's records fill: its scenarios say what it does, this how it stands."""

from __future__ import annotations

from pathlib import Path

from workbench.harness.browser.driver import Driver
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.watch import Watch
from workbench.harness.sessions import SignedIn
from workbench.plan.actors import newcomer
from workbench.plan.pages import Page
from workbench.plan.system import SystemPlan


class PlainPage(Journey):
    """Heading, title, language, link, axe and width of a page."""

    def __init__(
        self, plan: SystemPlan, page: Page, driver: Driver, watch: Watch, accounts: SignedIn,
        *, axe: str, shots: Path,
    ) -> None:  # fmt: skip
        name = page.route.strip("/").replace("/", "-") or "home"
        super().__init__(plan, driver, watch, axe=axe, shots=shots, name=name, where=page.route)
        self.page, self.accounts = page, accounts

    def run(self) -> None:
        """Both steps, as an account that the page is for where the plan has any."""
        with self._step("opens"):
            if self.plan.accounts is not None:
                who = self.page.roles[0] if self.page.roles else newcomer(self.plan)
                self.accounts.ensure(who)
                self.driver.sign_in(self.plan, self.accounts.values(who))
            self._is_framed(self.page)
            for hook in self.page.hooks:
                self._has_hook(hook, None)
            self._look("page")
        with self._step("narrow"), self._narrowed():
            self.driver.open(self.page.route)
            self.driver.heading()
            self._look("narrow")
