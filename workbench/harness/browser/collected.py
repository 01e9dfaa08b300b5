"""What the journeys found, gathered into the worker's report."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.harness.browser.driver import Driver
from workbench.harness.browser.job import ForeignRequest, JourneyReport, RecordedRequest
from workbench.harness.browser.journey import Journey
from workbench.harness.browser.scenario import ScenarioOutcome
from workbench.harness.browser.traffic import Traffic
from workbench.progress.results import Finding


@dataclass
class Collected:
    """Grows with each journey and each visit."""

    findings: list[Finding] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    screenshots: list[str] = field(default_factory=list)
    deviations: list[str] = field(default_factory=list)
    requests: list[RecordedRequest] = field(default_factory=list)
    foreign: dict[ForeignRequest, None] = field(default_factory=dict)
    crashed: list[str] = field(default_factory=list)

    def add_scenario(self, scenario_id: str, outcome: ScenarioOutcome) -> None:
        """The outcome of one scenario."""
        self.findings += [outcome.finding] if outcome.finding else []
        self.passed += [] if outcome.finding else [f"scenario:{scenario_id}"]
        self.screenshots += outcome.screenshots

    def add(self, journey: Journey) -> None:
        """What a journey found, once it has run."""
        self.findings += journey.findings
        self.passed += journey.passed
        self.screenshots += journey.screenshots

    def leave(self, driver: Driver, traffic: Traffic) -> None:
        """What a page sent while it was visited, and its deviations."""
        self.requests += traffic.exchanges
        self.foreign |= traffic.foreign
        self.deviations += driver.deviations

    def report(self) -> JourneyReport:
        """Everything, as the gate reads it."""
        return JourneyReport(
            findings=tuple(self.findings),
            passed=tuple(self.passed),
            screenshots=tuple(self.screenshots),
            deviations=tuple(self.deviations),
            requests=tuple(self.requests),
            foreign=tuple(self.foreign),
            crashed=tuple(self.crashed),
        )
