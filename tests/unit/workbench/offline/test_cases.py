"""Requests as people write them, by kind, and what is read of each: see cases/."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.support.plans import planned
from tests.support.readings import told
from workbench.offline.reading.understanding import understand
from workbench.planning.contradiction import contradiction

FOLDER = Path(__file__).parent / "cases"
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.toml"))
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1)
]


@pytest.mark.parametrize("case", CASES)
def test_a_request_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    read = understand(case["request"])
    assert told(read) == case["kept"]
    assert read.not_understood == case.get("reported", [])
    assert read.left_out == case.get("left_out", [])
    assert read.has_accounts == case.get("accounts", False)


@pytest.mark.parametrize("case", CASES[::9])
def test_what_is_read_can_be_planned(case: dict[str, Any]) -> None:
    if case["kept"]:
        assert contradiction(planned(case["request"])) is None


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 400
    assert len(list(FOLDER.glob("*.toml"))) >= 12
