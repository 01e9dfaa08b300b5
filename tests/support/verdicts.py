"""Gate results and verdicts on a notes system, without a system."""

from __future__ import annotations

from pathlib import Path

from tests.support.plans import NOTES, planned
from workbench.evidence.verdict import Verdict, reach_verdict
from workbench.gates.registry import GATE_NAMES
from workbench.host.toolchains import Tool, Toolchains
from workbench.plan.system import SystemPlan
from workbench.progress.results import Finding, GateResult, Status

TOOL = Tool("t", Path("t"), (1,), (1,), "nothing")
TOOLS = Toolchains(TOOL, TOOL, TOOL, TOOL, TOOL, Path("bin"))
PLAN = planned(NOTES)
ALL_PROVEN = tuple(scenario.id for scenario in PLAN.scenarios)


def gate_results(**other: Status) -> list[GateResult]:
    """Every gate green, but for those named (dots as underscores)."""
    results = []
    for name in GATE_NAMES:
        status = other.get(name.replace(".", "_"), Status.PASSED)
        findings = (Finding(gate=name, message="m"),) if status is Status.FAILED else ()
        proven = ALL_PROVEN if name == "ui.journey" and status is Status.PASSED else ()
        results.append(GateResult(gate=name, status=status, findings=findings, proven=proven))
    return results


def verdict_on(
    results: list[GateResult], outcome: str = "verified", plan: SystemPlan = PLAN
) -> Verdict:
    """The verdict on these results for the plan of a notes app."""
    return reach_verdict(
        plan,
        results,
        TOOLS,
        outcome=outcome,
        request=NOTES,
        model="offline",
        storage_reason="",
        files={},
    )
