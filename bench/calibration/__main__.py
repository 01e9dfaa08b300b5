"""``python -m bench.calibration [--quick] [--only TEXT] [--write FILE]``: measures the verdict.

Exit code 1 when a planted fault was accepted or a sound system rejected.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from bench.calibration.measuring import Bench
from bench.calibration.planting import FAULTS, VARIANTS, Plant, load
from bench.calibration.systems import HOSTS, QUICK, SOUND
from bench.calibration.tables import Outcome, tables


async def measure(
    changes: Sequence[Plant], hosts: dict[str, str], sound: dict[str, str]
) -> list[Outcome]:
    """Hosts first, since plants need them; then every variant and fault, then the other systems."""
    with tempfile.TemporaryDirectory(prefix="stackwright-calibration-") as folder:
        bench = Bench(Path(folder))
        outcomes = await asyncio.gather(*(bench.host(*item) for item in hosts.items()))
        pairs = [(change, host) for change in changes for host in change.hosts if host in hosts]
        outcomes += await asyncio.gather(*(bench.planted(*pair) for pair in pairs))
        memory = [bench.sound("notes-in-memory", "A notes app", "memory")] if sound else []
        outcomes += await asyncio.gather(*(bench.sound(*item) for item in sound.items()), *memory)
    return outcomes


def main(
    quick: Annotated[bool, typer.Option("--quick", help="one host and a few faults")] = False,
    only: Annotated[str, typer.Option(help="only plants whose family or name holds this")] = "",
    write: Annotated[Path | None, typer.Option(help="write the tables to this file")] = None,
) -> None:
    """Measures the verdict on sound systems and on systems with one planted fault each."""
    changes = [c for c in (*load(FAULTS), *load(VARIANTS)) if only in c.family or only in c.name]
    hosts, sound = HOSTS, {} if only else SOUND
    if quick:
        changes = [change for change in changes if change.name in QUICK]
        hosts, sound = {"notes": HOSTS["notes"]}, {}
    used = {host for change in changes for host in change.hosts}
    hosts = {name: request for name, request in hosts.items() if name in used}
    outcomes = asyncio.run(measure(changes, hosts, sound))
    text = tables(outcomes)
    print("\n" + text)
    if write is not None:
        write.write_text(text)
    sys.exit(any(outcome.is_wrong for outcome in outcomes))


if __name__ == "__main__":
    typer.run(main)
