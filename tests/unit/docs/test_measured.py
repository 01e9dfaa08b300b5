"""What the README says of the verdict is what `make calibrate` measured."""

from __future__ import annotations

import re

import pytest

from bench.calibration.notebook import Notebook
from bench.calibration.tables import tables
from tests.support.repository import ROOT
from workbench.gates.registry import GATE_NAMES

PAGE = ROOT / "docs/calibration.md"


@pytest.fixture
def readme() -> str:
    return (ROOT / "README.md").read_text()


def test_the_page_tells_what_its_outcomes_say() -> None:
    outcomes = Notebook(PAGE, go_on=True, planned=0).outcomes
    assert outcomes
    assert PAGE.read_text().endswith(tables(outcomes))


@pytest.mark.parametrize("start", [r"\d+ planted faults: ", "Repeated: "])
def test_the_counts_are_those_of_the_measurement(start: str, readme: str) -> None:
    (told,) = re.findall(f"^{start}.+$", PAGE.read_text(), re.M)
    assert told in readme


def test_each_gate_tells_what_only_it_rejected(readme: str) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| \d+ \| (?:(\d+):|nothing)", PAGE.read_text(), re.M)
    measured = {gate: int(alone or 0) for gate, alone in rows}
    told = re.findall(r"^\| `([\w.]+)` \| .+ \| (\d+) \|$", readme, re.M)
    assert {gate: int(alone) for gate, alone in told} == measured
    assert list(measured) == list(GATE_NAMES)
