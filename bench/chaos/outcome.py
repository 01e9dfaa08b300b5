"""What came of one trial, and the sums of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LEFT = ("processes", "ports", "files", "secrets", "caches", "exit_codes")
"""What must be 0 whatever was tried: left running, left listening, changed outside, seen, changed, wrong."""


@dataclass(frozen=True)
class Outcome:
    """One trial. `survived`: what must happen did; `note` says what happened instead."""

    kind: str
    name: str
    survived: bool
    sandbox: bool = True
    processes: int = 0
    ports: int = 0
    files: int = 0
    secrets: int = 0
    caches: int = 0
    exit_codes: int = 0
    note: str = ""

    @property
    def problems(self) -> list[str]:
        """Everything that should not be; empty for a trial that went as it must."""
        found = [f"{name}: {getattr(self, name)}" for name in LEFT if getattr(self, name)]
        return found if self.survived else [self.note or "it did not happen", *found]


@dataclass(frozen=True)
class Row:
    """The sums of one kind of trial."""

    kind: str
    sandbox: bool
    tried: int
    survived: int
    left: tuple[int, ...]


def rows(outcomes: Iterable[Outcome]) -> list[Row]:
    """One row for each kind, with the sandbox and without, in the order in which they first come."""
    groups: dict[tuple[str, bool], list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault((outcome.kind, outcome.sandbox), []).append(outcome)
    return [
        Row(
            kind,
            sandbox,
            len(group),
            sum(outcome.survived for outcome in group),
            tuple(sum(getattr(outcome, name) for outcome in group) for name in LEFT),
        )
        for (kind, sandbox), group in groups.items()
    ]
