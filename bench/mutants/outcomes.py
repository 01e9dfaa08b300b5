"""What was measured of each mutant, kept as JSON lines so that an interrupted measurement goes on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Outcome(BaseModel):
    """One mutant of one system; `killed_by` is the first gate that was red, empty for a survivor.

    `file` is relative to backend/; `finding` is what that gate found.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    kind: str
    file: str
    line: int
    what: str
    killed_by: str
    finding: str = ""

    @property
    def survives(self) -> bool:
        """True where every gate passed."""
        return not self.killed_by

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What tells mutants apart from one measurement to the next."""
        return self.system, self.file, self.line, self.what


class Outcomes:
    """The outcomes in a file, and those that are added to it. Blocks."""

    def __init__(self, file: Path, *, afresh: bool = False) -> None:
        self._file = file
        if afresh:
            file.unlink(missing_ok=True)
        lines = file.read_text().splitlines() if file.is_file() else []
        self.all = [Outcome.model_validate_json(line) for line in lines]
        self._keys = {outcome.key for outcome in self.all}

    def has(self, key: tuple[str, str, int, str]) -> bool:
        """True for a mutant that was measured before."""
        return key in self._keys

    def add(self, outcome: Outcome) -> None:
        """Takes it down at once."""
        self.all.append(outcome)
        self._keys.add(outcome.key)
        with self._file.open("a") as lines:
            lines.write(outcome.model_dump_json() + "\n")


def survivors(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those that every gate let pass, by system and place."""
    return sorted((o for o in outcomes if o.survives), key=lambda o: o.key)
