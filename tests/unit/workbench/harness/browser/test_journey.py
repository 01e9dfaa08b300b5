"""Whatever fails in a step of a journey, the finding cites the rule that the step is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import Mock

import pytest
from playwright.sync_api import Error

from tests.support.plans import NOTES, planned
from workbench.harness.browser.driver import NotOnPage, StepWrong
from workbench.harness.browser.journey import Journey
from workbench.harness.http_steps import StepFailed


class OneStep(Journey):
    """A journey of one step."""

    def __init__(self) -> None:
        traffic = Mock(errors=[])
        super().__init__(
            planned(NOTES), Mock(), traffic, axe="", shots=Path(), name="notes", where="/notes"
        )

    @contextmanager
    def step(self) -> Iterator[None]:
        with self._step("creates", "page.create_form"):
            yield

    @property
    def cited(self) -> list[tuple[str, str]]:
        return [(finding.check, finding.rule) for finding in self.findings]


@pytest.mark.parametrize(
    "failure",
    [
        StepWrong("it does not"),
        NotOnPage("a button", ""),
        StepFailed("GET /notes", "200", "500", ""),
        Error("the page crashed"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_a_step_that_fails_cites_its_rule(failure: Exception) -> None:
    journey = OneStep()
    with journey.step():
        raise failure
    assert journey.cited == [("ui:notes.creates", "page.create_form")]


def test_an_error_in_the_console_cites_the_rule_of_the_step_too() -> None:
    journey = OneStep()
    with journey.step():
        journey.traffic.errors.append("console: x is undefined")
    assert journey.cited == [("ui:notes.creates", "page.create_form")]


def test_a_failure_that_breaks_another_rule_cites_that_one() -> None:
    journey = OneStep()
    with journey.step():
        raise StepWrong("it is not in euros", rule="page.money")
    assert journey.cited == [("ui:notes.creates", "page.money")]


def test_a_step_without_a_failure_is_passed() -> None:
    journey = OneStep()
    with journey.step():
        pass
    assert (journey.findings, journey.passed) == ([], ["ui:notes.creates"])
