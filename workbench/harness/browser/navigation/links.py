"""The links of the navigation, for an account of each role."""

from __future__ import annotations

from workbench.harness.browser.driver import StepWrong
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.polling import until
from workbench.harness.sessions import AccountSessions
from workbench.plan.actors import newcomer_role, roles_of, seeded_as
from workbench.plan.pages import Page
from workbench.plan.system import SystemPlan


def has_links_by_role(plan: SystemPlan) -> bool:
    """True if some accounts see links that others do not."""
    return any(page.roles for page in plan.linked_pages)


class LinkJourney(Journey):
    """Signs in with each role, and compares the links with the pages that the plan has for it."""

    def run(self, accounts: AccountSessions) -> None:
        """One step for each role that a new or seeded account has."""
        for role in roles_of(self.plan):
            if role != newcomer_role(self.plan) and seeded_as(self.plan, role) is None:
                continue
            with self._step(f"links_of_{role}", "page.accounts"):
                accounts.ensure(role)
                self.driver.sign_in(self.plan, accounts.values(role))
                self.driver.open("/")
                assert self.plan.accounts is not None
                self.driver.button(self.plan.accounts.sign_out)
                pages = [page for page in self.plan.linked_pages if page.roles]
                for page in sorted(pages, key=lambda page: role not in page.roles):
                    self._compare(page, role)

    def _compare(self, page: Page, role: str) -> None:
        """The links that are wanted come first: when they are there, the others would be as well."""
        links = self.driver.links_to(page.title, self.driver.page.get_by_role("navigation"))
        wanted = role in page.roles
        if not until(self.driver.page, lambda: (links.count() > 0) is wanted):
            message = f"no link “{page.title}” leads to its page"
            if not wanted:
                message = f"the navigation has a link “{page.title}”, which is for {', '.join(page.roles)}"
            raise StepWrong(f"signed in with the role {role}: {message}", page.title)
