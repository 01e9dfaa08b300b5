"""The verdict on one tree: which gates and requirements are proven, and which are not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from workbench.evidence.audits import Audit
from workbench.gates.registry import GATE_NAMES
from workbench.harness.runner import all_green, with_unreached
from workbench.host.toolchains import Toolchains
from workbench.plan.system import RequirementKind, SystemPlan
from workbench.progress.results import GateResult, Status

EXIT_VERIFIED, EXIT_RED, EXIT_ENVIRONMENT = 0, 1, 3


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RequirementProof(_Part):
    """One requirement, its status and its proof."""

    id: str
    text: str
    status: Literal["proven", "not proven", "outside"]
    proof: str


class GateVerdict(_Part):
    """One gate's outcome, short enough for a table, with the messages of its findings."""

    name: str
    status: Status
    seconds: float
    reason: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    commands: tuple[dict[str, Any], ...] = ()
    checks: int = 0
    deviations: tuple[str, ...] = ()


class RoleUsage(_Part):
    """Tokens, time and price of a role's calls. `usd` is null if the price is unknown, never 0."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None = 0.0


class Verdict(_Part):
    """The result of a run, with everything needed to check it."""

    version: Literal[2] = 2
    uncontained: str = ""
    """Empty if generated code ran in a sandbox; else what it could access and why."""

    verified: bool
    outcome: str
    summary: str
    name: str
    title: str
    request: str
    model: str
    storage: str
    storage_reason: str
    gates: tuple[GateVerdict, ...]
    requirements: tuple[RequirementProof, ...]
    assumptions: tuple[str, ...] = ()
    attempts: int
    history: tuple[dict[str, Any], ...]
    usage: dict[str, RoleUsage]
    seconds: float
    stopped: str = ""
    tools: dict[str, str]
    files: dict[str, str]
    audits: tuple[Audit, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 if verified; 3 if nothing is red and only the environment prevented gates from running."""
        if self.verified:
            return EXIT_VERIFIED
        red = any(gate.status is Status.FAILED for gate in self.gates)
        open_gates = any(gate.status is Status.NOT_VERIFIED for gate in self.gates)
        return EXIT_ENVIRONMENT if open_gates and not red else EXIT_RED


def reach_verdict(
    plan: SystemPlan,
    results: list[GateResult],
    toolchains: Toolchains,
    *,
    outcome: str,
    request: str,
    model: str,
    storage_reason: str,
    files: Mapping[str, str],
    attempts: int = 1,
    history: tuple[dict[str, Any], ...] = (),
    usage: Mapping[str, RoleUsage] | None = None,
    seconds: float = 0.0,
    stopped: str = "",
    audits: tuple[Audit, ...] = (),
    uncontained: str = "",
) -> Verdict:
    """Verified: every gate that applies is green on this tree, and every requirement is proven."""
    complete = with_unreached(results, GATE_NAMES)
    requirements = _requirements(plan, complete)
    unproven = [row for row in requirements if row.status == "not proven"]
    verified = all_green(complete, GATE_NAMES) and not unproven
    return Verdict(
        uncontained=uncontained,
        verified=verified,
        outcome="verified" if verified else _outcome(outcome, unproven),
        summary=_summary(verified, complete, unproven),
        name=plan.name,
        title=plan.title,
        request=request,
        model=model,
        storage=plan.storage.value,
        storage_reason=storage_reason,
        gates=tuple(_gate(result) for result in complete),
        requirements=tuple(requirements),
        assumptions=tuple(plan.assumptions),
        attempts=attempts,
        history=history,
        usage=dict(usage or {}),
        seconds=round(seconds, 1),
        stopped=stopped,
        tools={tool.name: tool.version_text for tool in toolchains.tools},
        files=dict(files),
        audits=audits,
    )


def _outcome(outcome: str, unproven: list[RequirementProof]) -> str:
    return "not proven" if outcome == "verified" and unproven else outcome


def _requirements(plan: SystemPlan, results: list[GateResult]) -> list[RequirementProof]:
    """A requirement is proven if it has scenarios and all of them passed on this tree."""
    passed = {name for result in results for name in result.proven}
    rows = []
    for item in plan.requirements:
        names = [s.id for s in plan.scenarios if s.requirement == item.id]
        status: Literal["proven", "not proven", "outside"] = "not proven"
        if item.kind is RequirementKind.LOOK:
            status, proof = "outside", "a matter of taste: see the screenshots"
        elif not names:
            proof = "not verified: no scenario proves it"
        elif failed := [name for name in names if name not in passed]:
            proof = f"not proven: {', '.join(failed)}"
        else:
            status, proof = "proven", ", ".join(names)
        rows.append(RequirementProof(id=item.id, text=item.text, status=status, proof=proof))
    return sorted(rows, key=lambda row: row.status != "not proven")


def _summary(verified: bool, results: list[GateResult], unproven: list[RequirementProof]) -> str:
    if verified:
        return f"Verified: all {len(results)} gates are green and every requirement is proven."
    parts = []
    for status, word in ((Status.FAILED, "red"), (Status.NOT_VERIFIED, "not verified")):
        names = [result.gate for result in results if result.status is status]
        if names:
            parts.append(f"{word}: {', '.join(names)}")
    if unproven:
        parts.append(f"{len(unproven)} requirement{'s' * (len(unproven) > 1)} not proven")
    return "Not verified: " + "; ".join(parts) + "."


def _gate(result: GateResult) -> GateVerdict:
    return GateVerdict(
        name=result.gate,
        status=result.status,
        seconds=round(result.seconds, 2),
        reason=result.reason,
        findings=tuple(finding.model_dump(mode="json") for finding in result.findings),
        commands=tuple(command.model_dump(mode="json") for command in result.commands),
        checks=len(result.passed_checks),
        deviations=result.deviations,
    )
