"""The ledger: what was judged, and how it stood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from workbench.progress.fingerprint import fingerprint
from workbench.progress.results import ANSWER, GateResult, Status


@dataclass(frozen=True)
class Assessment:
    """A tree and how it stood. `stage` counts the stages that were wholly green."""

    tree: str
    stage: int
    green: frozenset[str]
    red_gates: frozenset[str]
    red_checks: frozenset[str]
    fp: frozenset[str]
    open: frozenset[str]

    @property
    def red(self) -> frozenset[str]:
        """Red gates and red derived probes."""
        return self.red_gates | self.red_checks

    @property
    def level(self) -> tuple[int, int]:
        """Higher is better: stages reached, then fewer red gates."""
        return (self.stage, -len(self.red_gates))


@dataclass(frozen=True)
class Ledger:
    """Everything that the stopping rule knows."""

    best: Assessment | None = None
    seen_fp: frozenset[str] = frozenset()
    seen_trees: frozenset[str] = frozenset()
    misses: int = 0
    attempts: int = 0
    rechecked: bool = False
    history: tuple[dict[str, Any], ...] = field(default_factory=tuple)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the state."""
        data = asdict(self)
        data["best"] = _assessment_to_json(self.best)
        data["seen_fp"] = sorted(self.seen_fp)
        data["seen_trees"] = sorted(self.seen_trees)
        data["history"] = list(self.history)
        return data

    @staticmethod
    def from_json(data: dict[str, Any]) -> Ledger:
        """The reverse of `to_json`."""
        best = data["best"]
        return Ledger(
            best=None if best is None else assessment_from_json(best),
            seen_fp=frozenset(data["seen_fp"]),
            seen_trees=frozenset(data["seen_trees"]),
            misses=data["misses"],
            attempts=data["attempts"],
            rechecked=data["rechecked"],
            history=tuple(data["history"]),
        )


def assess(tree: str, results: Iterable[GateResult], stages: Sequence[Sequence[str]]) -> Assessment:
    """How a tree stands, from the results of its gates; `stages` are the names of each stage's.

    Green are gates and derived probes that passed; a stage counts when all of its gates passed or
    do not apply and every stage before it counts.
    """
    by_name = {result.gate: result for result in results}
    ok = {Status.PASSED, Status.NOT_APPLICABLE}
    stage = 0 if ANSWER in by_name else 1  # an answer that could not be applied reached no stage
    for names in stages:
        present = [by_name[name] for name in names if name in by_name]
        complete = len(present) == len(names)
        if not complete or any(result.status not in ok for result in present):
            break
        stage += 1
    green = {result.gate for result in by_name.values() if result.status is Status.PASSED}
    green |= {trace for result in by_name.values() for trace in result.passed_checks}
    red = [result for result in by_name.values() if result.is_red]
    return Assessment(
        tree=tree,
        stage=stage,
        green=frozenset(green),
        red_gates=frozenset(result.gate for result in red),
        red_checks=frozenset(
            finding.check for result in red for finding in result.findings if finding.check
        ),
        fp=frozenset(fingerprint(finding) for result in red for finding in result.findings),
        open=frozenset(result.gate for result in by_name.values() if result.is_open),
    )


def assessment_from_json(data: dict[str, Any]) -> Assessment:
    """A `Judged` from plain data."""
    return Assessment(
        tree=data["tree"],
        stage=data["stage"],
        green=frozenset(data["green"]),
        red_gates=frozenset(data["red_gates"]),
        red_checks=frozenset(data["red_probes"]),
        fp=frozenset(data["fp"]),
        open=frozenset(data["open"]),
    )


def _assessment_to_json(judged: Assessment | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "tree": judged.tree,
        "stage": judged.stage,
        "green": sorted(judged.green),
        "red_gates": sorted(judged.red_gates),
        "red_probes": sorted(judged.red_checks),
        "fp": sorted(judged.fp),
        "open": sorted(judged.open),
    }
