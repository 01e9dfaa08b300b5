"""The job that the gate hands to the browser worker, and the report that comes back."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario
from workbench.plan.system import SystemPlan
from workbench.progress.results import Finding, Record


class JourneyJob(Record):
    """What to drive: the page, servers on fresh databases (one a journey), the plan, the tools.

    `page_url` is empty where each server hands out the page itself.
    """

    page_url: str
    api_urls: tuple[str, ...]
    plan: SystemPlan
    chromium: str
    axe_script: str
    screenshots: str
    contained: bool = False
    """The worker runs in a sandbox; Chromium's own would be a second one inside it."""


def journeys(plan: SystemPlan) -> list[Page | Scenario | Accounts]:
    """Everything that is played in a browser, in order; each on a database of its own."""
    accounts = [plan.accounts] if plan.accounts is not None else []
    return [*plan.pages, *accounts, *(item for item in plan.scenarios if item.needs_page)]


class RecordedRequest(Record):
    """One call of the API by the page; `body` is None where it was not JSON."""

    method: str
    path: str
    query: dict[str, str]
    status: int
    body: JsonValue = None


class ForeignRequest(Record):
    """What the page sent, or tried to send, to an origin that is neither its own nor its API's."""

    method: str
    origin: str
    url: str


class JourneyReport(Record):
    """What was seen."""

    requests: tuple[RecordedRequest, ...]
    foreign: tuple[ForeignRequest, ...] = ()
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    screenshots: tuple[str, ...]
    deviations: tuple[str, ...]
