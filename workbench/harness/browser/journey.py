"""The base of every journey: steps that fail or pass, and checks of each state of a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, Locator

from workbench.harness.browser.driver import Driver, NotOnPage, StepWrong
from workbench.harness.browser.job import JOURNEY
from workbench.harness.browser.polling import until
from workbench.harness.browser.traffic import Traffic
from workbench.harness.http_steps import RefusedInWords, StepFailed
from workbench.plan.pages import Hook, Page
from workbench.plan.system import SystemPlan
from workbench.progress.results import Finding

SERIOUS = frozenset({"serious", "critical"})
ACCESSIBLE = "page.accessible"
ADVISORY_RULES = frozenset({"color-contrast"})
WIDE, NARROW, HEIGHT = 1280, 375, 800


class Journey:
    """One series of steps on a page, with its findings.

    `name` is the prefix of its check ids and screenshots, `where` the prefix of its findings.
    """

    def __init__(
        self,
        plan: SystemPlan,
        driver: Driver,
        traffic: Traffic,
        *,
        axe: str,
        shots: Path,
        name: str,
        where: str,
        entity: str = "",
    ) -> None:
        self.plan, self.driver, self.traffic = plan, driver, traffic
        self.axe, self.shots = axe, shots
        self.name, self._where, self._entity = name, where, entity
        self.findings: list[Finding] = []
        self.passed: list[str] = []
        self.screenshots: list[str] = []

    def _is_framed(self, page: Page) -> None:
        """Opens the page: it has its heading, a title, a language, and a link that leads to it."""
        self.driver.open(page.route)
        heading = self.driver.heading()
        if heading != page.heading:
            raise StepWrong("the h1 has another text", page.heading, heading)
        if not self.driver.page.title().strip():
            raise StepWrong("the page has no title")
        lang = self.driver.page.locator("html").get_attribute("lang") or ""
        if _language(lang) != _language(self.plan.locale):
            raise StepWrong("the page's lang is not the plan's", self.plan.locale, lang or "none")
        if len(self.plan.linked_pages) > 1:
            self._is_linked(page)

    def _is_linked(self, page: Page) -> None:
        """The navigation has a link to this page, and the link opens it."""
        self.driver.open("/")
        link = self.driver.links_to(page.title)
        if not until(self.driver.page, lambda: link.count() > 0):
            raise StepWrong(f"no link “{page.title}” leads to the page", page.title, "none")
        link.first.click()
        heading = self.driver.page.get_by_role("heading", level=1, name=page.heading)
        if not until(self.driver.page, lambda: heading.count() > 0):
            raise StepWrong(f"the link “{page.title}” leads elsewhere", page.heading)

    def _has_hook(self, hook: Hook, row: Locator | None) -> None:
        """The element has exactly the attribute that the client prescribed. Raises `NotOnPage`."""
        match hook.element:
            case "heading":
                element = self.driver.page.get_by_role("heading", level=1)
            case "form":
                element = self.driver.form()
            case "record" if row is not None:
                element = row
            case name:
                labelled = self.driver.labelled(name, self.driver.page.locator("body"))
                element = labelled if labelled.count() == 1 else self.driver.button(name)
        value = element.get_attribute(hook.attribute) or ""
        if hook.value not in (value.split() if hook.attribute == "class" else [value]):
            raise StepWrong(
                f"“{hook.element}” does not have the prescribed {hook.attribute}",
                hook.value,
                value or "none",
            )

    @contextmanager
    def _narrowed(self) -> Iterator[None]:
        """Sets the window to 375 px, the width of a phone."""
        page = self.driver.page
        page.set_viewport_size({"width": NARROW, "height": HEIGHT})
        try:
            yield
        finally:
            page.set_viewport_size({"width": WIDE, "height": HEIGHT})

    def _check_state(self, state: str) -> None:
        """Takes a screenshot, checks the width, and runs axe on this state."""
        name = f"{self.name}-{state}.png"
        self.driver.page.screenshot(path=str(self.shots / name), full_page=True)
        self.screenshots.append(name)
        content_width, window_width = self.driver.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if content_width > window_width + 1:
            self._find(
                "fits",
                f"the page is wider than its window ({state})",
                expected=f"{window_width} px",
                actual=f"{content_width} px",
                rule=ACCESSIBLE,
            )
        self.driver.page.evaluate(self.axe)
        report = self.driver.page.evaluate("async () => await axe.run()")
        for violation in report["violations"]:
            nodes = ", ".join(str(node["target"]) for node in violation["nodes"][:3])
            if violation["id"] in ADVISORY_RULES:
                self.driver.deviations.append(
                    f"advisory: {self._where}, {state}: {violation['help']}: {nodes}"
                )
            elif violation["impact"] in SERIOUS:
                self._find(
                    "accessible",
                    f"axe {violation['id']}: {violation['help']}",
                    actual=nodes,
                    rule=ACCESSIBLE,
                )

    @contextmanager
    def _step(self, name: str, rule: str) -> Iterator[None]:
        """Runs one step; `rule` is the rule that it is about, which its findings cite."""
        errors = len(self.traffic.errors)
        findings = len(self.findings)
        try:
            yield
        except StepWrong as wrong:
            self._find(
                name,
                wrong.message,
                expected=wrong.expected,
                actual=wrong.actual,
                rule=wrong.rule or rule,
            )
        except NotOnPage as missing:
            self._find(name, str(missing), evidence=missing.snapshot, rule=missing.rule or rule)
        except RefusedInWords as refused:
            self.driver.deviations.append(f"{self._where}, {name} is left to scenarios: {refused}")
            return
        except StepFailed as failed:
            self._find(name, str(failed), evidence=failed.evidence, rule=failed.rule or rule)
        except Error as error:
            self._find(name, f"the browser failed: {error.message.splitlines()[0]}", rule=rule)
        for text in self.traffic.errors[errors:]:
            self._find(name, text[:600], rule=rule)
        if len(self.findings) == findings:
            self.passed.append(f"ui:{self.name}.{name}")

    def _find(
        self,
        step: str,
        message: str,
        *,
        expected: str = "",
        actual: str = "",
        evidence: str = "",
        rule: str,
    ) -> None:
        self.findings.append(
            Finding(
                gate=JOURNEY,
                message=f"{self._where}, {step}: {message}",
                rule=rule,
                check=f"ui:{self.name}.{step}",
                entity=self._entity,
                expected=expected,
                actual=actual,
                evidence=evidence,
            )
        )


def _language(tag: str) -> str:
    """The primary language subtag: ``de`` for ``de-AT``."""
    return tag.partition("-")[0].lower()
