"""Each account sees the links of the pages that it may use, and no others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.desk import desk
from tests.support.reference_server import ReferenceServer, runner_on
from tests.support.static_site import ORIGIN, serve
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.navigation.links import LinkJourney, has_links_by_role
from workbench.harness.browser.traffic import Traffic
from workbench.harness.sessions import AccountSessions
from workbench.plan.pages import Page as PlannedPage
from workbench.plan.system import SystemPlan
from workbench.progress.results import Finding

# A page without a framework, whose navigation has the links of LINKS for the role that signed in.
SITE = """<!doctype html><html lang="en"><title>Desk</title><nav></nav><main></main><script>
const links = LINKS;
const main = document.querySelector("main");
FORM
const show = async () => {
  const token = localStorage.getItem("token");
  if (!token) return signIn(main, "E-mail", show);
  main.innerHTML = "<h1>Desk</h1><button>SIGN_OUT</button>";
  const me = await (await fetch("/me", { headers: { Authorization: `SCHEME ${token}` } })).json();
  document.querySelector("nav").innerHTML = links[me.role].map((name) => `<a href="/">${name}</a>`).join("");
};
show();
</script></html>"""


@pytest.fixture
def plan() -> SystemPlan:
    """The help desk, with a page for agents; its tickets are for everybody."""
    figures = PlannedPage(route="/figures", title="Figures", heading="Figures", roles=["agent"])
    usual = desk()
    return usual.model_copy(update={"pages": [*usual.pages, figures]})


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def findings_of(
    plan: SystemPlan, page: Page, shots: Path, links: dict[str, list[str]]
) -> list[Finding]:
    server = ReferenceServer(plan)
    serve(page, plan, server, SITE.replace("LINKS", json.dumps(links)))
    page.set_default_timeout(2000)
    traffic = Traffic(page, ORIGIN)
    journey = LinkJourney(
        plan, Driver(page, ORIGIN), traffic, axe="", shots=shots, name="links", where="links"
    )
    journey.run(AccountSessions(plan, runner_on(server)))
    return journey.findings


def test_links_for_the_right_accounts_pass(plan: SystemPlan, page: Page, tmp_path: Path) -> None:
    assert has_links_by_role(plan)
    links = {"customer": ["Tickets"], "agent": ["Tickets", "Figures"]}
    assert findings_of(plan, page, tmp_path, links) == []


@pytest.mark.parametrize(
    ("links", "check", "message"),
    [
        (
            {"customer": ["Figures"], "agent": ["Figures"]},
            "ui:links.links_of_customer",
            "signed in with the role customer: the navigation has a link “Figures”, which is for agent",
        ),
        (
            {"customer": [], "agent": ["Tickets"]},
            "ui:links.links_of_agent",
            "signed in with the role agent: no link “Figures” leads to its page",
        ),
    ],
    ids=["shown to others", "missing for its own"],
)
def test_a_link_for_the_wrong_accounts_is_found(
    plan: SystemPlan,
    page: Page,
    tmp_path: Path,
    links: dict[str, list[str]],
    check: str,
    message: str,
) -> None:
    (finding,) = findings_of(plan, page, tmp_path, links)
    assert (finding.check, finding.rule) == (check, "page.accounts")
    assert message in finding.message
