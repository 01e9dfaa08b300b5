"""``python -m bench.calibration``: seeded faults must be rejected, sound systems accepted.

Options: ``[--quick] [--only TEXT] [--hosts A,B] [--rounds N] [--systems FOLDER]
[--write FILE [--go-on]]``.

Exit code 1 when a seeded fault was accepted or a sound system rejected.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bench.afresh import without_cached_results
from bench.calibration.measuring import Bench
from bench.calibration.notebook import Notebook
from bench.calibration.seeding import FAULTS, VARIANTS, SeededFault, load
from bench.calibration.systems import HOSTS, QUICK, SOUND


async def measure(
    notebook: Notebook,
    systems: Path | None,
    rounds: int,
    pairs: Sequence[tuple[SeededFault, str]],
    hosts: dict[str, str],
    sound: dict[str, str],
) -> None:
    """Every system so many times; nothing that was measured before is remembered."""
    with without_cached_results() as home:
        for notebook.round in range(1, rounds + 1):
            bench = Bench(systems or home / "systems", notebook.note)
            await measure_once(bench, notebook, pairs, hosts, sound)


async def measure_once(
    bench: Bench,
    notebook: Notebook,
    pairs: Sequence[tuple[SeededFault, str]],
    hosts: dict[str, str],
    sound: dict[str, str],
) -> None:
    """Hosts first, since seeds need them; then faults and variants, then the other systems."""
    pairs = [(change, host) for change, host in pairs if not notebook.has(change.name, host)]
    await _sound(bench, notebook, hosts)
    used = {host for _, host in pairs}
    await asyncio.gather(*(bench.ready(name, hosts[name]) for name in hosts if name in used))
    await asyncio.gather(
        *(
            bench.with_fault(change, host, notebook.rejected_by(change.name, host))
            for change, host in pairs
        )
    )
    await _sound(bench, notebook, sound)


async def _sound(bench: Bench, notebook: Notebook, systems: dict[str, str]) -> None:
    left = {name: request for name, request in systems.items() if not notebook.has(name, name)}
    await asyncio.gather(
        *(bench.sound(name, request, storage_of(name)) for name, request in left.items())
    )


def storage_of(name: str) -> str:
    """Where a sound system keeps its data."""
    return "memory" if name.endswith("in-memory") else "sqlite"


def main(
    quick: Annotated[bool, typer.Option("--quick", help="one host and a few faults")] = False,
    only: Annotated[str, typer.Option(help="only seeds whose family or name holds this")] = "",
    on: Annotated[str, typer.Option("--hosts", help="only these hosts, and nothing else")] = "",
    rounds: Annotated[int, typer.Option(help="how often each is measured", min=1)] = 1,
    write: Annotated[Path | None, typer.Option(help="keep the tables in this file")] = None,
    systems: Annotated[
        Path | None,
        typer.Option(help="keep the sound systems in this folder, or take them from it"),
    ] = None,
    go_on: Annotated[bool, typer.Option("--go-on", help="leave out what the file has")] = False,
) -> None:
    """Measures the verdict on sound systems and on systems with one seeded fault each."""
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
    asyncio.run(measure(notebook, systems, rounds, pairs, hosts, sound))
    print("\n" + notebook.text)
    sys.exit(any(outcome.is_wrong for outcome in notebook.outcomes))


if __name__ == "__main__":
    typer.run(main)
