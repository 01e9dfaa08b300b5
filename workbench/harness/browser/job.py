"""The job that the gate passes to the browser worker, and the worker's report."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.pages import Page
from workbench.plan.steps import Scenario
from workbench.plan.system import BindingRole, SystemPlan
from workbench.progress.results import Finding, Record
from workbench.reference.own_refusals import may_be_refused

_TYPED = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)


# The gate whose findings journeys and scenarios report.
JOURNEY = "ui.journey"


class JourneyJob(Record):
    """The input of the worker: frontend, servers on fresh databases (one per journey), plan, tools.

    `page_url` is empty if each server serves the frontend itself.
    """

    page_url: str
    api_urls: tuple[str, ...]
    plan: SystemPlan
    chromium: str
    axe_script: str
    screenshots: str
    delivered_url: str = ""
    """A server that serves the frontend itself, as delivered; empty if it is not looked at."""
    contained: bool = False
    """True if the worker runs in a sandbox; Chromium's own sandbox is then switched off."""


def has_journeys(plan: SystemPlan, page: Page) -> bool:
    """True for a page whose records can be known by what was typed; others are looked at as they are."""
    if page.collection is None:
        return False
    entity = plan.entity(page.collection)
    return entity.field(entity.display_field).is_written_by_client


def has_forms_of_its_own(plan: SystemPlan, page: Page) -> bool:
    """True if a text-only rule may reject what forms of the page send.

    Such a page may well offer less than its fields allow: scenarios prove these forms.
    """
    if page.collection is None:
        return False
    return may_be_refused(plan, plan.entity(page.collection), *_TYPED)


def journeys(plan: SystemPlan) -> list[Page | Scenario | Accounts]:
    """Everything that runs in a browser, in order; each on its own database.

    Only scenarios know what a page with parameters shows.
    """
    accounts = [plan.accounts] if plan.accounts is not None else []
    return [*plan.linked_pages, *accounts, *(item for item in plan.scenarios if item.needs_page)]


class RecordedRequest(Record):
    """One API call by the frontend; `body` is None if it was not JSON."""

    method: str
    path: str
    query: dict[str, str]
    status: int
    body: JsonValue = None
    content_type: str = ""
    """The media type that the frontend named; empty if it named none."""


class ForeignRequest(Record):
    """A request that the frontend tried to send to an origin other than its own and its API's."""

    method: str
    origin: str
    url: str


class JourneyReport(Record):
    """The results of all journeys."""

    requests: tuple[RecordedRequest, ...]
    foreign: tuple[ForeignRequest, ...] = ()
    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    screenshots: tuple[str, ...]
    deviations: tuple[str, ...]
    crashed: tuple[str, ...] = ()
    """Journeys that ended with an error of ours: which, and the trace. They say nothing of the page."""
