"""Who signs in after somebody else sees nothing of the one before, not for a moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.support.accounts import account_entity
from tests.support.reference_server import ReferenceServer, runner_on
from tests.support.static_site import ORIGIN, serve
from workbench.harness.browser import account_journey, api_records
from workbench.harness.browser.account_journey import AccountJourney
from workbench.harness.browser.api_records import ApiRecords
from workbench.harness.browser.driver import Driver
from workbench.harness.browser.traffic import Traffic
from workbench.harness.sessions import AccountSessions
from workbench.planning.acceptance import accept_plan
from workbench.progress.results import Finding

PLAN = {
    "name": "diary",
    "title": "Diary",
    "summary": "Each account has its own entries.",
    "origin": "single",
    "accounts": {"entity": "User"},
    "entities": [
        account_entity(name="User"),
        {
            "name": "Entry",
            "plural": "entries",
            "labels": {"singular": "Entry", "plural": "Entries"},
            "display_field": "title",
            "owner": "author",
            "fields": [
                {
                    "name": "title",
                    "label": "Title",
                    "type": "string",
                    "required": True,
                    "max_length": 80,
                },
                {
                    "name": "author",
                    "label": "Author",
                    "type": "ref",
                    "ref": "User",
                    "write": "server",
                },
            ],
        },
    ],
}
# A page without a framework: `kept` is what it remembers of the list it was given last.
SITE = """<!doctype html><html lang="en"><title>Diary</title><nav><a href="/entries">Entries</a></nav>
<main></main><script>
let kept = null;
const main = document.querySelector("main");
const token = () => localStorage.getItem("token");
const draw = (entries) => {
  main.innerHTML = "<h1>Entries</h1><button id=out>SIGN_OUT</button><ul></ul>";
  for (const entry of entries) main.querySelector("ul").append(
    Object.assign(document.createElement("li"), { textContent: entry.title }));
  document.getElementById("out").onclick = () => { localStorage.removeItem("token"); FORGET; show(); };
};
FORM
const show = async () => {
  if (!token()) return signIn(main, "Email", show);
  draw(kept ?? []);
  const answer = await fetch("/entries", { headers: { Authorization: `SCHEME ${token()}` } });
  kept = await answer.json();
  draw(kept);
};
document.querySelector("a").onclick = (event) => { event.preventDefault(); show(); };
show();
</script></html>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def findings_of(
    page: Page, forget: str, shots: Path, monkeypatch: pytest.MonkeyPatch
) -> list[Finding]:
    plan = accept_plan(PLAN)
    server = ReferenceServer(plan)
    runner = runner_on(server)

    def session(_: str) -> requests.Session:
        opened = requests.Session()
        opened.mount("http://", server)
        return opened

    monkeypatch.setattr(api_records, "ServerSession", session)
    serve(page, plan, server, SITE.replace("FORGET", forget))
    records = ApiRecords(plan, ORIGIN)
    records.accounts = AccountSessions(plan, runner)
    monkeypatch.setattr(records, "_parents", runner)
    driver = Driver(page, ORIGIN)
    journey = AccountJourney(plan, driver, Traffic(page, ORIGIN), records, axe="", shots=shots)
    journey.leaves_nothing()
    return journey.findings


def test_a_page_that_forgets_it_passes(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert findings_of(page, "kept = null", tmp_path, monkeypatch) == []


def test_a_page_that_remembers_the_account_before_is_found(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_journey, "SHOWN_SECONDS", 0.5)
    findings = findings_of(page, "void 0", tmp_path, monkeypatch)
    assert [(finding.check, finding.rule) for finding in findings] == [
        ("ui:accounts.leaves_nothing", "page.sign_out")
    ]
    assert "shows a record of the previous account" in findings[0].message
