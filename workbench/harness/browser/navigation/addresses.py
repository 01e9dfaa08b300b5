"""Every address of the frontend, opened and reloaded where the backend serves it: one origin, as delivered."""

from __future__ import annotations

from urllib.parse import urlsplit

from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.polling import until
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import visitor_of


class AddressJourney(Journey):
    """Opens the address of each page, and reloads it there."""

    def run(self, accounts: AccountSessions) -> None:
        """One step; signed in as an account that may use the page, if the plan has accounts."""
        signed_in: str | None = None
        for page in self.plan.linked_pages:
            with self._step("reloads", "page.served_by_backend"):
                if self.plan.accounts is not None:
                    who = visitor_of(self.plan, page)
                    if who != signed_in:
                        accounts.ensure(who)
                        self.driver.sign_in(self.plan, accounts.values(who))
                        signed_in = who
                self.driver.open(page.route)
                self._has_heading(page.heading, f"opened at {page.route}")
                self.driver.page.reload(wait_until="domcontentloaded")
                self._has_heading(page.heading, f"{page.route} reloaded")
        with self._step("goes_back", "page.usable"):
            self._goes_back()

    def _goes_back(self) -> None:
        """Back leaves the site from where the start page has led to."""
        page = self.driver.page
        page.goto("about:blank")
        self.driver.open("/")
        self.driver.heading()
        led_to = page.url
        page.go_back(wait_until="commit")
        if not until(page, lambda: page.url == "about:blank"):
            raise StepWrong(
                "Back does not leave the site: the start page leads on again",
                "the page before it",
                f"{urlsplit(page.url).path}, reached from {urlsplit(led_to).path}",
            )

    def _has_heading(self, wanted: str, when: str) -> None:
        heading = self.driver.heading()
        if heading != wanted:
            raise StepWrong(f"{when}, the page has another h1", wanted, heading)
