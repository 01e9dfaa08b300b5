"""Verified means: every gate green on the tree, every requirement proven; nothing is assumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans import NOTES, planned
from workbench.evidence.verdict import Verdict, reach_verdict
from workbench.host.toolchains import Tool, Toolchains
from workbench.progress.results import GATES, Finding, GateResult, Status

TOOL = Tool("t", Path("t"), (1,), (1,), "nothing")
TOOLS = Toolchains(TOOL, TOOL, TOOL, TOOL, TOOL, Path("bin"))
PLAN = planned(NOTES)
ALL_PROVEN = tuple(scenario.id for scenario in PLAN.scenarios)


def gates(**other: Status) -> list[GateResult]:
    """Every gate green, but for those named (dots as underscores)."""
    results = []
    for name in GATES:
        status = other.get(name.replace(".", "_"), Status.PASSED)
        findings = (Finding(gate=name, message="m"),) if status is Status.FAILED else ()
        proven = ALL_PROVEN if name == "ui.journey" and status is Status.PASSED else ()
        results.append(GateResult(gate=name, status=status, findings=findings, proven=proven))
    return results


def verdict(results: list[GateResult], outcome: str = "verified") -> Verdict:
    return reach_verdict(
        PLAN, results, TOOLS, outcome=outcome, request=NOTES, model="offline", storage_reason="", files={}
    )  # fmt: skip


def test_all_green_and_all_proven_is_verified() -> None:
    assert verdict(gates()).verified
    assert verdict(gates()).exit_code == 0


def test_a_gate_that_was_not_reached_is_not_verified_never_passed() -> None:
    short = gates()[:3]
    result = verdict(short)
    assert not result.verified
    assert {g.name for g in result.gates if g.status is Status.NOT_VERIFIED} == set(GATES[3:])


@pytest.mark.parametrize(
    ("status", "code"), [(Status.FAILED, 1), (Status.NOT_VERIFIED, 3), (Status.NOT_APPLICABLE, 0)]
)
def test_one_gate_decides_the_exit_code(status: Status, code: int) -> None:
    assert verdict(gates(api_scenarios=status)).exit_code == code


def test_an_unproven_requirement_is_shown_first_and_keeps_the_verdict_back() -> None:
    results = [
        r.model_copy(update={"proven": ALL_PROVEN[1:]}) if r.gate == "ui.journey" else r
        for r in gates()
    ]
    result = verdict(results)
    assert not result.verified
    assert result.exit_code == 1
    assert result.requirements[0].status == "not proven"
    assert ALL_PROVEN[0] in result.requirements[0].proof
    assert result.outcome == "not proven"
