"""The outcomes of a measurement, kept as they come, so that one that was interrupted can go on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter

from bench.calibration.tables import Outcome, tables
from workbench.harness.result_cache import our_version

OUTCOME = TypeAdapter(Outcome)
INTRODUCTION = (
    "Written by `make calibrate`. Each seeded fault is one small change to a sound system; all gates "
    "run on it as in a build, even after one has failed, and one that fails runs a second time. A fault "
    "counts as caught by one gate alone if no other gate rejects it. When a fault is measured again, "
    "the gates that rejected it run first, and all gates only if those pass; on sound systems all gates "
    "run each time. No result cache is used. A system counts as wrong if any of its rounds gave the "
    "wrong verdict. Each outcome is a line of `calibration.jsonl`; to continue an interrupted "
    "measurement, use `make calibrate GO_ON=--go-on`."
)


class Notebook:
    """Prints each outcome as it comes, and keeps the tables up to date in a file.

    Outcomes are kept beside it as JSON lines, so that an interrupted measurement can go on.
    """

    def __init__(self, file: Path | None, *, go_on: bool, planned: int) -> None:
        self.round = 1
        self._file = file
        self._lines = None if file is None else file.with_suffix(".jsonl")
        self._planned = planned
        self._version = our_version()[:8]
        self.outcomes: list[Outcome] = []
        if self._lines is not None and go_on and self._lines.is_file():
            lines = self._lines.read_text().splitlines()
            self.outcomes = [OUTCOME.validate_json(line) for line in lines]
        elif self._lines is not None:
            self._lines.write_text("")

    def has(self, name: str, host: str) -> bool:
        """True for what was measured before in this round."""
        return any((o.name, o.host, o.round) == (name, host, self.round) for o in self.outcomes)

    def rejected_by(self, name: str, host: str) -> tuple[str, ...]:
        """The gates that were red when every gate was run on it; none before that."""
        return next((o.red for o in self.outcomes if (o.name, o.host) == (name, host)), ())

    def note(self, outcome: Outcome) -> None:
        """Takes an outcome down; one that is there already is not doubled.

        Findings are kept of a wrong one only, which they explain; they may name temporary folders.
        """
        if self.has(outcome.name, outcome.host):
            return
        listed = outcome.findings if outcome.is_wrong else ()
        outcome = replace(outcome, findings=listed, round=self.round, version=self._version)
        self.outcomes.append(outcome)
        mark = "WRONG" if outcome.is_wrong else "right"
        word = "rejected" if outcome.rejected else "accepted"
        by = f" by {', '.join(outcome.red)}" if outcome.red else ""
        where = f"{outcome.family}: {outcome.name} ({outcome.host})"
        print(f"{mark}  {len(self.outcomes)}/{self._planned}  {where} {word}{by}", flush=True)
        if self._file is not None and self._lines is not None:
            with self._lines.open("a") as lines:
                lines.write(OUTCOME.dump_json(outcome).decode() + "\n")
            self._file.write_text(self.text)

    @property
    def text(self) -> str:
        """The tables, and how much of the measurement they hold."""
        done = len(self.outcomes)
        missing = "" if done == self._planned else f"Not finished: {done} of {self._planned}.\n\n"
        return f"# Calibration\n\n{INTRODUCTION}\n\n{missing}{tables(self.outcomes)}"
