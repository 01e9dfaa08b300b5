"""Runs one scenario of the plan: HTTP and page steps in the order of the plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, expect

from workbench.harness.browser.chart import expect_chart
from workbench.harness.browser.driver import PRESSED, Driver, NotOnPage, StepWrong
from workbench.harness.browser.job import JOURNEY
from workbench.harness.browser.named_controls import fill_named
from workbench.harness.browser.polling import POLL_SECONDS, until
from workbench.harness.browser.traffic import Traffic
from workbench.harness.http_steps import StepFailed
from workbench.harness.sessions import AccountSessions
from workbench.plan.steps import (
    CalledStep,
    ClockStep,
    HttpStep,
    ParallelStep,
    ReloadStep,
    Scenario,
)
from workbench.plan.system import SystemPlan
from workbench.plan.ui_steps import (
    ClickStep,
    ExpectChartStep,
    ExpectNoTextStep,
    ExpectRequestStep,
    ExpectTextStep,
    FillStep,
    GotoStep,
    UiStep,
)
from workbench.progress.results import Finding


@dataclass(frozen=True)
class ScenarioOutcome:
    """The finding of a scenario, if any, and screenshots of the charts it showed."""

    finding: Finding | None
    screenshots: list[str]


def run_scenario(
    plan: SystemPlan,
    scenario: Scenario,
    driver: Driver,
    traffic: Traffic,
    accounts: AccountSessions,
    shots: Path,
) -> ScenarioOutcome:
    """Runs the steps until one fails. `shots` is the folder for screenshots."""
    pictures: list[str] = []
    for number, step in enumerate(scenario.steps, 1):
        try:
            match step:
                case HttpStep():
                    for one in step.each():
                        accounts.run(one)
                case ParallelStep():
                    accounts.run(step)
                case ReloadStep():
                    driver.page.reload(wait_until="domcontentloaded")
                case ClockStep() | CalledStep():
                    raise AssertionError(
                        "the plan's checks reject such steps in a scenario with a page"
                    )
                case ExpectChartStep():
                    expect_chart(plan, step.name, driver, accounts)
                    # Charts have data only in scenarios.
                    name = f"{_slug(scenario.id)}-{_slug(step.name)}.png"
                    driver.page.screenshot(path=str(shots / name), full_page=True)
                    pictures.append(name)
                case _:
                    _ui_step(plan, step, driver, traffic, accounts)
        except StepFailed as failed:
            return ScenarioOutcome(
                _finding(scenario, number, str(failed), failed.evidence), pictures
            )
        except StepWrong as wrong:
            return ScenarioOutcome(
                _finding(
                    scenario,
                    number,
                    wrong.message,
                    rule=wrong.rule,
                    expected=wrong.expected,
                    actual=wrong.actual,
                ),
                pictures,
            )
        except NotOnPage as missing:
            return ScenarioOutcome(
                _finding(scenario, number, str(missing), missing.snapshot, missing.rule), pictures
            )
        except (AssertionError, Error) as error:
            text = str(error)
            finding = _finding(scenario, number, text.splitlines()[0], text[:2000])
            return ScenarioOutcome(finding, pictures)
    return ScenarioOutcome(None, pictures)


def _slug(text: str) -> str:
    """The text in letters, digits and hyphens, for a file name."""
    return re.sub(r"\W+", "-", text.lower()).strip("-")


def _ui_step(
    plan: SystemPlan, step: UiStep, driver: Driver, traffic: Traffic, accounts: AccountSessions
) -> None:
    http = accounts.runner
    match step:
        case GotoStep():
            if step.as_account is not None:
                accounts.ensure(step.as_account)
                driver.sign_in(plan, accounts.values(step.as_account))
                driver.account = step.as_account
            driver.open(str(http.fill(step.route)))
        case FillStep():
            fill_named(plan, driver, step.label, http.fill(step.value))
        case ClickStep():
            within = driver.record(str(http.fill(step.within))) if step.within else None
            roles = PRESSED if step.role in PRESSED else (step.role,)
            driver.pressable(str(http.fill(step.name)), within, roles).click()
        case ExpectTextStep():
            shown = driver.page.get_by_text(str(http.fill(step.value)))
            expect(shown.filter(visible=True).first).to_be_visible(timeout=POLL_SECONDS * 1000)
        case ExpectNoTextStep():
            text = str(http.fill(step.value))
            hidden = driver.page.locator("main").get_by_text(text)
            if not until(driver.page, lambda: hidden.count() == 0):
                raise StepWrong(f"the page still shows “{text}”", "no such text", text)
        case ExpectRequestStep():
            path = re.sub(r"\{\{.*?\}\}", "*", step.path)
            if not until(driver.page, lambda: traffic.matching(step.method, path)):
                raise StepWrong(
                    "a request was not sent", f"{step.method} {path}", "no such request"
                )


def _finding(
    scenario: Scenario,
    number: int,
    message: str,
    evidence: str = "",
    rule: str = "",
    *,
    expected: str = "",
    actual: str = "",
) -> Finding:
    return Finding(
        gate=JOURNEY,
        message=f"{scenario.requirement}: {scenario.title}: step {number}: {message}",
        check=f"scenario:{scenario.id}",
        evidence=evidence,
        rule=rule,
        expected=expected,
        actual=actual,
    )
