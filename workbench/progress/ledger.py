"""The ledger: every judged tree with its assessment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, JsonValue, PlainSerializer

from workbench.progress.fingerprint import fingerprint
from workbench.progress.results import ANSWER, GateResult, Status

Names = Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Assessment(_Entry):
    """The assessment of a tree. `stage` counts the stages that are completely green.

    `green` holds gates and checks that passed; `fingerprints` those of all findings.
    """

    tree: str
    stage: int
    green: Names
    red_gates: Names
    red_checks: Names
    fingerprints: Names
    open: Names

    @property
    def red(self) -> frozenset[str]:
        """Red gates and red checks."""
        return self.red_gates | self.red_checks


class Attempt(_Entry):
    """One entry of the history: the judged tree, its red checks, the judge's decision.

    `head` is the tree from which the next attempt starts, `evidence` the folder of the results.
    """

    attempt: int
    tree: str
    head: str
    evidence: str
    outcome: str
    scope: str
    improved: bool
    red: tuple[str, ...]
    findings: tuple[str, ...]
    changed: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]


class Ledger(_Entry):
    """The input of the stopping rule."""

    best: Assessment | None = None
    seen_fingerprints: Names = frozenset()
    seen_trees: Names = frozenset()
    misses: int = 0
    attempts: int = 0
    rechecked: bool = False
    history: tuple[Attempt, ...] = ()

    def but(self, **changes: Any) -> Ledger:
        """A copy with some fields changed."""
        return self.model_copy(update=changes)

    def to_state(self) -> dict[str, JsonValue]:
        """Plain data for the graph's state; `Ledger.model_validate` reads it back."""
        return self.model_dump(mode="json")

    def evidence_of(self, tree: str) -> str:
        """The evidence folder of the tree's last assessment; empty when it has none."""
        names = [entry.evidence for entry in self.history if entry.tree == tree and entry.evidence]
        return names[-1] if names else ""


def assess(tree: str, results: Iterable[GateResult], stages: Sequence[Sequence[str]]) -> Assessment:
    """The assessment of a tree from its gate results; `stages` are the gate names of each stage.

    A stage counts when all of its gates passed or do not apply and every stage before it counts.
    """
    by_name = {result.gate: result for result in results}
    red = [result for result in by_name.values() if result.is_red]
    findings = [finding for result in red for finding in result.findings]
    passed = {result.gate for result in by_name.values() if result.status is Status.PASSED}
    checks = {check for result in by_name.values() for check in result.passed_checks}
    return Assessment(
        tree=tree,
        stage=_stage(by_name, stages),
        green=frozenset(passed | checks),
        red_gates=frozenset(result.gate for result in red),
        red_checks=frozenset(finding.check for finding in findings if finding.check),
        fingerprints=frozenset(fingerprint(finding) for finding in findings),
        open=frozenset(result.gate for result in by_name.values() if result.is_open),
    )


def _stage(results: dict[str, GateResult], stages: Sequence[Sequence[str]]) -> int:
    if ANSWER in results:
        return 0  # an answer that could not be applied reached no stage
    for number, names in enumerate(stages, 1):
        present = [results[name] for name in names if name in results]
        if len(present) < len(names) or any(r.is_red or r.is_open for r in present):
            return number
    return len(stages) + 1
