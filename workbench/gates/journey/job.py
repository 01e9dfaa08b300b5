"""The job that the gate hands to the browser worker, and the report that comes back."""

from __future__ import annotations

from workbench.contract.plan import SystemPlan
from workbench.gates.result import Finding, Record


class JourneyJob(Record):
    """What to drive: addresses of the running system, the plan, the tools."""

    page_url: str
    api_url: str
    plan: SystemPlan
    chromium: str
    axe_script: str
    screenshots: str


class JourneyReport(Record):
    """What was seen."""

    findings: tuple[Finding, ...]
    passed: tuple[str, ...]
    screenshots: tuple[str, ...]
    deviations: tuple[str, ...]
