"""What the README says of the verdict is what `make calibrate` measured."""

from __future__ import annotations

import re

import pytest

from bench.calibration.notebook import Notebook
from bench.calibration.tables import tables
from bench.mutants.outcomes import Outcomes
from bench.mutants.report import counts, page, reasons
from tests.support.repository import ROOT
from workbench.gates.registry import GATES

PAGE = ROOT / "docs/calibration.md"
MUTANTS = ROOT / "docs/mutants.md"


@pytest.fixture
def readme() -> str:
    return (ROOT / "README.md").read_text()


def test_the_page_tells_what_its_outcomes_say() -> None:
    outcomes = Notebook(PAGE, go_on=True, planned=0).outcomes
    assert outcomes
    assert PAGE.read_text().endswith(tables(outcomes))


def test_the_counts_in_the_readme_are_those_of_the_measurement(readme: str) -> None:
    faults, sound = (
        re.search(pattern, PAGE.read_text(), re.M)
        for pattern in (
            r"^(\d+) seeded faults: (\d+) rejected",
            r"(\d+) sound systems: (\d+) accepted",
        )
    )
    assert faults
    assert sound
    assert f"{faults[2]} of {faults[1]} seeded faults were rejected" in readme
    assert f"{sound[2]} of {sound[1]} sound systems accepted" in readme


def test_the_page_on_mutants_tells_what_its_outcomes_say() -> None:
    outcomes = Outcomes(MUTANTS.with_suffix(".jsonl"))
    assert outcomes.all
    assert MUTANTS.read_text() == page(outcomes.all, outcomes.made, reasons())


def test_the_figures_on_mutants_in_the_readme_are_those_of_the_measurement(readme: str) -> None:
    outcomes = Outcomes(MUTANTS.with_suffix(".jsonl"))
    total = counts(outcomes.all, reasons())
    assert f"rejected {total.rejected} of {total.measured} generated mutants" in readme
    assert (
        f"of the {total.survivors} accepted ones, {total.holes} were faults that they should have "
        f"found, and {total.open} are unexplained"
    ) in readme


def test_the_readme_says_how_many_gates_there_are(readme: str) -> None:
    assert f"runs {len(GATES)} checks" in readme


def test_every_explained_survivor_was_measured() -> None:
    outcomes = Outcomes(MUTANTS.with_suffix(".jsonl"))
    survived = {outcome.fingerprint for outcome in outcomes.all if outcome.survives}
    assert {mutant for item in reasons() for mutant in item.mutants} <= survived
