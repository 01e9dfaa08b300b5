"""What the README says of the verdict is what `make calibrate` measured."""

from __future__ import annotations

import re
from pathlib import Path

from workbench.gates.result import GATES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
MEASURED = (ROOT / "docs/calibration.md").read_text()


def test_the_counts_are_those_of_the_measurement() -> None:
    counts = re.findall(r"^\d+ planted faults: .+$", MEASURED, re.M)
    assert len(counts) == 1
    assert counts[0] in README


def test_each_gate_tells_what_only_it_rejected() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| \d+ \| (?:(\d+):|nothing)", MEASURED, re.M)
    measured = {gate: int(alone or 0) for gate, alone in rows}
    told = re.findall(r"^\| `([\w.]+)` \| .+ \| (\d+) \|$", README, re.M)
    assert {gate: int(alone) for gate, alone in told} == measured
    assert list(measured) == list(GATES)
