"""The verdict on one tree: which gates and requirements are proven, and which are not."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from workbench.evidence.audits import Audit
from workbench.gates import api_scenarios
from workbench.gates.registry import GATE_NAMES
from workbench.harness.browser.job import JOURNEY
from workbench.harness.runner import all_green, with_unreached
from workbench.host.toolchains import Toolchains
from workbench.plan.steps import Scenario
from workbench.plan.system import Requirement, RequirementKind, SystemPlan
from workbench.planning.coverage import not_covered
from workbench.progress.results import GateResult, Status


class Conclusion(StrEnum):
    """The conclusions of a verdict, in the order in which they are decided."""

    RED = "red"
    """A gate failed."""
    NOT_VERIFIED = "not verified"
    """No gate failed, but the environment prevented some from running."""
    UNPROVEN = "green, not all proven"
    """Every gate is green, but some requirements or parts of the request are unproven."""
    VERIFIED = "verified"
    """Every gate is green, and every requirement is proven."""


EXIT_CODES = {
    Conclusion.VERIFIED: 0,
    Conclusion.RED: 1,
    Conclusion.NOT_VERIFIED: 3,
    Conclusion.UNPROVEN: 4,
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RequirementProof(_Part):
    """One requirement, its status and its proof."""

    id: str
    text: str
    status: Literal["proven", "not proven"]
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
    """Tokens and price of a role's calls. `usd` is null if the price is unknown, never 0."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float | None = 0.0


class Verdict(_Part):
    """The result of a run, with everything needed to check it."""

    version: Literal[3] = 3
    uncontained: str = ""
    """Empty if generated code ran in a sandbox; else what it could access and why."""

    verified: bool
    conclusion: Conclusion
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
    not_covered: tuple[str, ...] = ()
    """Parts of the request, in its own words, that no requirement quotes."""

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
        """The exit code of the command that reached this verdict."""
        return EXIT_CODES[self.conclusion]


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
    """The verdict on the tree that these are the results of."""
    complete = with_unreached(results, GATE_NAMES)
    requirements = _requirements(plan, complete)
    unproven = [row for row in requirements if row.status == "not proven"]
    missing = not_covered(plan, request)
    conclusion = _conclusion(complete, bool(unproven or missing))
    return Verdict(
        uncontained=uncontained,
        verified=conclusion is Conclusion.VERIFIED,
        conclusion=conclusion,
        outcome=conclusion.value if outcome == "verified" else outcome,
        summary=_summary(conclusion, complete, len(unproven), len(missing)),
        name=plan.name,
        title=plan.title,
        request=request,
        model=model,
        storage=plan.storage.value,
        storage_reason=storage_reason,
        gates=tuple(_gate(result) for result in complete),
        requirements=tuple(requirements),
        not_covered=tuple(missing),
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


def _conclusion(results: list[GateResult], unproven: bool) -> Conclusion:
    if any(result.is_red for result in results):
        return Conclusion.RED
    if not all_green(results, GATE_NAMES):
        return Conclusion.NOT_VERIFIED
    return Conclusion.UNPROVEN if unproven else Conclusion.VERIFIED


# Why a requirement of this kind without a scenario is not proven.
_UNPROVEN = {
    RequirementKind.LOOK: "a matter of taste: see the screenshots",
    RequirementKind.MANUAL: "a person has to check it",
    RequirementKind.EXTERNAL: "another service proves it, and the plan has no stand-in for it",
}


def _requirements(plan: SystemPlan, results: list[GateResult]) -> list[RequirementProof]:
    """A requirement is proven if it has scenarios and all of them passed on this tree."""
    passed = {name for result in results for name in result.proven}
    ended = {result.gate for result in results if result.status in (Status.PASSED, Status.FAILED)}
    rows = [_requirement(plan, item, passed, ended) for item in plan.requirements]
    return sorted(rows, key=lambda row: row.status != "not proven")


def _requirement(
    plan: SystemPlan, item: Requirement, passed: set[str], ended: set[str]
) -> RequirementProof:
    scenarios = [one for one in plan.scenarios if one.requirement == item.id]
    missing = [one for one in scenarios if one.id not in passed]
    failed = [one.id for one in missing if _gate_of(one) in ended]
    not_run = [one.id for one in missing if _gate_of(one) not in ended]
    said = [f"did not pass: {', '.join(failed)}"] if failed else []
    said += [f"not run: {', '.join(not_run)}"] if not_run else []
    if not scenarios:
        proof = _UNPROVEN.get(item.kind, "no scenario proves it")
    else:
        proof = "; ".join(said) or ", ".join(one.id for one in scenarios)
    is_proven = bool(scenarios) and not missing
    status: Literal["proven", "not proven"] = "proven" if is_proven else "not proven"
    return RequirementProof(id=item.id, text=item.text, status=status, proof=proof)


def _gate_of(scenario: Scenario) -> str:
    """The gate that runs a scenario."""
    return JOURNEY if scenario.needs_page else api_scenarios.NAME


def _summary(conclusion: Conclusion, results: list[GateResult], unproven: int, missing: int) -> str:
    if conclusion is Conclusion.VERIFIED:
        return f"Verified: all {len(results)} gates are green and every requirement is proven."
    counts = []
    if unproven or not missing:
        counts.append(f"{unproven} requirement{'s' * (unproven != 1)} unproven")
    if missing:
        counts.append(f"{missing} part{'s' * (missing != 1)} of the request not covered")
    if conclusion is Conclusion.UNPROVEN:
        return f"Green, {', '.join(counts)}: all {len(results)} gates are green."
    parts = []
    for status, word in ((Status.FAILED, "red"), (Status.NOT_VERIFIED, "not verified")):
        names = [result.gate for result in results if result.status is status]
        if names:
            parts.append(f"{word}: {', '.join(names)}")
    return "Not verified: " + "; ".join([*parts, *(counts if unproven or missing else [])]) + "."


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
