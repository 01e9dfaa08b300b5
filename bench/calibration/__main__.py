"""``python -m bench.calibration [--quick] [--only TEXT] [--hosts A,B] [--rounds N] [--write FILE [--go-on]]``.

Measures the verdict: planted faults must be rejected, sound systems accepted.

Exit code 1 when a planted fault was accepted or a sound system rejected.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from bench.calibration.measuring import Bench
from bench.calibration.planting import FAULTS, VARIANTS, Plant, load
from bench.calibration.systems import HOSTS, QUICK, SOUND
from bench.calibration.tables import Outcome, tables

OUTCOME = TypeAdapter(Outcome)
INTRODUCTION = (
    "Written by `make calibrate`. Each planted fault is one small change to a sound system; every "
    "gate is run on it, whatever the others say. A gate that holds something alone is one whose "
    "removal would let that through. Wrong is what was wrong in any of its rounds."
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
        self.outcomes: list[Outcome] = []
        if self._lines is not None and go_on and self._lines.is_file():
            lines = self._lines.read_text().splitlines()
            self.outcomes = [OUTCOME.validate_json(line) for line in lines]
        elif self._lines is not None:
            self._lines.write_text("")

    def has(self, name: str, host: str) -> bool:
        """True for what was measured before in this round."""
        return any((o.name, o.host, o.round) == (name, host, self.round) for o in self.outcomes)

    def note(self, outcome: Outcome) -> None:
        """Takes an outcome down; one that is there already (a host's, built again) is not doubled."""
        if self.has(outcome.name, outcome.host):
            return
        outcome = replace(outcome, round=self.round)
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


async def measure(
    notebook: Notebook,
    pairs: Sequence[tuple[Plant, str]],
    hosts: dict[str, str],
    sound: dict[str, str],
) -> None:
    """Hosts first, since plants need them; then faults and variants, then the other systems."""
    pairs = [(change, host) for change, host in pairs if not notebook.has(change.name, host)]
    needed = {host for _, host in pairs} | {name for name in hosts if not notebook.has(name, name)}
    left = {name: request for name, request in sound.items() if not notebook.has(name, name)}
    with tempfile.TemporaryDirectory(prefix="stackwright-calibration-") as folder:
        bench = Bench(Path(folder), notebook.note)
        await asyncio.gather(*(bench.host(name, hosts[name]) for name in hosts if name in needed))
        await asyncio.gather(*(bench.planted(*pair) for pair in pairs))
        await asyncio.gather(
            *(bench.sound(name, request, storage_of(name)) for name, request in left.items())
        )


def storage_of(name: str) -> str:
    """Where a sound system keeps its data."""
    return "memory" if name.endswith("in-memory") else "sqlite"


def main(
    quick: Annotated[bool, typer.Option("--quick", help="one host and a few faults")] = False,
    only: Annotated[str, typer.Option(help="only plants whose family or name holds this")] = "",
    on: Annotated[str, typer.Option("--hosts", help="only these hosts, and nothing else")] = "",
    rounds: Annotated[int, typer.Option(help="how often each is measured", min=1)] = 1,
    write: Annotated[Path | None, typer.Option(help="keep the tables in this file")] = None,
    go_on: Annotated[bool, typer.Option("--go-on", help="leave out what the file has")] = False,
) -> None:
    """Measures the verdict on sound systems and on systems with one planted fault each."""
    changes = [c for c in (*load(FAULTS), *load(VARIANTS)) if only in c.family or only in c.name]
    hosts, sound = HOSTS, {} if only or on else SOUND
    if on:
        chosen = on.split(",")
        if unknown := sorted(set(chosen) - set(HOSTS)):
            known = ", ".join(HOSTS)
            raise typer.BadParameter(f"there is no host {', '.join(unknown)}; there are {known}")
        hosts = {name: HOSTS[name] for name in chosen}
    if quick:
        changes = [change for change in changes if change.name in QUICK]
        hosts, sound = {"notes": HOSTS["notes"]}, {}
    pairs = [(change, host) for change in changes for host in change.hosts if host in hosts]
    used = {host for _, host in pairs}
    hosts = {name: request for name, request in hosts.items() if name in used}
    once = len(pairs) + len(hosts) + len(sound)
    notebook = Notebook(write, go_on=go_on, planned=once * rounds)
    for notebook.round in range(1, rounds + 1):
        asyncio.run(measure(notebook, pairs, hosts, sound))
    print("\n" + notebook.text)
    sys.exit(any(outcome.is_wrong for outcome in notebook.outcomes))


if __name__ == "__main__":
    typer.run(main)
