"""Verified means: every gate green on the tree, every requirement proven; nothing is assumed."""

from __future__ import annotations

import pytest

from tests.support.verdicts import ALL_PROVEN, gate_results, verdict_on
from workbench.gates.registry import GATE_NAMES
from workbench.progress.results import Status


def test_all_green_and_all_proven_is_verified() -> None:
    assert verdict_on(gate_results()).verified
    assert verdict_on(gate_results()).exit_code == 0


def test_a_gate_that_was_not_reached_is_not_verified_never_passed() -> None:
    short = gate_results()[:3]
    result = verdict_on(short)
    assert not result.verified
    assert {g.name for g in result.gates if g.status is Status.NOT_VERIFIED} == set(GATE_NAMES[3:])


@pytest.mark.parametrize(
    ("status", "code"), [(Status.FAILED, 1), (Status.NOT_VERIFIED, 3), (Status.NOT_APPLICABLE, 0)]
)
def test_one_gate_decides_the_exit_code(status: Status, code: int) -> None:
    assert verdict_on(gate_results(api_scenarios=status)).exit_code == code


def test_an_unproven_requirement_is_shown_first_and_keeps_the_verdict_back() -> None:
    results = [
        r.model_copy(update={"proven": ALL_PROVEN[1:]}) if r.gate == "ui.journey" else r
        for r in gate_results()
    ]
    result = verdict_on(results)
    assert not result.verified
    assert result.exit_code == 1
    assert result.requirements[0].status == "not proven"
    assert ALL_PROVEN[0] in result.requirements[0].proof
    assert result.outcome == "not proven"
