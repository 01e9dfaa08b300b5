"""What was measured of each mutant, kept as JSON lines so that an interrupted measurement goes on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bench.mutants.changes import Change
from bench.mutants.judging import Rejection
from workbench.harness.result_cache import our_version

VERSION_DIGITS = 8


class Outcome(BaseModel):
    """One mutant of one system; `rejected_by` is the first gate that was red, empty for a survivor.

    `part` is the side of the system that was mutated, `finding` what that gate found, `version` a
    digest of the sources that measured, `deep` says that the slow gates were asked as well.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    part: str
    fingerprint: str
    kind: str
    file: str
    line: int
    function: str
    what: str
    rejected_by: str
    finding: str = ""
    version: str = ""
    deep: bool = False

    @property
    def survives(self) -> bool:
        """True where every gate passed."""
        return not self.rejected_by


class Made(BaseModel):
    """How many mutants one side of a system has, and on how many lines they did not compile."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    part: str
    mutants: int
    uncompiled: int


def outcome_of(
    system: str, part: str, change: Change, rejection: Rejection | None, *, deep: bool
) -> Outcome:
    """What a measurement came to."""
    return Outcome(
        system=system,
        part=part,
        fingerprint=change.fingerprint,
        kind=change.kind,
        file=change.file,
        line=change.line,
        function=change.function,
        what=change.what,
        rejected_by=rejection.gate if rejection else "",
        finding=rejection.finding[:200] if rejection else "",
        version=our_version()[:VERSION_DIGITS],
        deep=deep,
    )


class Outcomes:
    """The outcomes in a file, one a line, and those that are added to it. Blocks.

    The file also says how many mutants each system has.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        lines = file.read_text().splitlines() if file.is_file() else []
        self.made = [Made.model_validate_json(line) for line in lines if '"mutants"' in line]
        self.all = [Outcome.model_validate_json(line) for line in lines if '"mutants"' not in line]

    def has(self, system: str, fingerprint: str) -> bool:
        """True for a mutant that was measured before."""
        return any((o.system, o.fingerprint) == (system, fingerprint) for o in self.all)

    def add(self, outcome: Outcome) -> None:
        """Notes it at once, in place of an earlier one of the same mutant."""
        same = [
            o
            for o in self.all
            if (o.system, o.fingerprint) == (outcome.system, outcome.fingerprint)
        ]
        self.all = [o for o in self.all if o not in same] + [outcome]
        if same:
            self._write()
        else:
            self._append(outcome)

    def note(self, made: Made) -> None:
        """Notes how many mutants a side of a system has."""
        others = [m for m in self.made if (m.system, m.part) != (made.system, made.part)]
        self.made = [*others, made]
        self._write()

    def forget(self, systems: Iterable[str], part: str) -> None:
        """Leaves out what was measured of one side of these systems."""
        chosen = set(systems)
        self.all = [o for o in self.all if o.system not in chosen or o.part != part]
        self._write()

    def _append(self, outcome: Outcome) -> None:
        with self._file.open("a") as lines:
            lines.write(outcome.model_dump_json() + "\n")

    def _write(self) -> None:
        lines = [line.model_dump_json() + "\n" for line in (*self.made, *self.all)]
        self._file.write_text("".join(lines))


def survivors(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that every gate let pass, by system and place."""
    return sorted(
        (o for o in outcomes if o.survives), key=lambda o: (o.system, o.file, o.line, o.fingerprint)
    )
