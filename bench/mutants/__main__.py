"""``python -m bench.mutants``: which machine-made mutants of a backend do the API gates miss?

Options: ``[--systems A,B] [--most N] [--minutes M] [--write FILE] [--afresh] [--report]``.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from bench.mutants.asking import bench_on
from bench.mutants.outcomes import Outcome, Outcomes
from bench.mutants.report import classifications, written
from bench.mutants.systems import SYSTEMS, context_of, plan_of, write_backend
from workbench.host.folders import temporary_folder


async def measure(system: str, outcomes: Outcomes, most: int, deadline: float) -> int:
    """Asks about the mutants that were not measured yet; how many the system has."""
    async with temporary_folder("mutants") as folder:
        plan = await asyncio.to_thread(plan_of, system)
        await asyncio.to_thread(write_backend, system, plan, folder / "system")
        context = await context_of(plan, folder / "system", folder / "scratch")
        bench = await bench_on(context, folder)
        chosen = bench.mutants if most == 0 else bench.mutants[:: -(-len(bench.mutants) // most)]
        for number, mutant in enumerate(chosen, 1):
            if outcomes.has((system, mutant.file, mutant.line, mutant.what)):
                continue
            if time.monotonic() > deadline:
                break
            red = await bench.red(mutant)
            outcome = Outcome(
                system=system, kind=mutant.kind, file=mutant.file, line=mutant.line,
                what=mutant.what, killed_by=red.gate if red else "",
                finding=red.finding[:300] if red else "",
            )  # fmt: skip
            await asyncio.to_thread(outcomes.add, outcome)
            by = f"killed by {red.gate}" if red else "SURVIVES"
            print(f"{system} {number}/{len(chosen)} {by}: {mutant.file}:{mutant.line} {mutant.what}", flush=True)  # fmt: skip
    return len(bench.mutants)


def main(
    systems: Annotated[str, typer.Option(help="which systems, by comma")] = ",".join(SYSTEMS),
    most: Annotated[int, typer.Option(help="so many mutants of each, evenly; 0: all")] = 0,
    minutes: Annotated[float, typer.Option(help="begin no mutant after so long")] = 120.0,
    write: Annotated[Path, typer.Option(help="the page")] = Path("docs/mutants.md"),
    afresh: Annotated[bool, typer.Option("--afresh", help="forget what was measured")] = False,
    report: Annotated[bool, typer.Option("--report", help="write the page again only")] = False,
) -> None:
    """Measures what was not measured yet, and writes the page."""
    outcomes = Outcomes(write.with_suffix(".jsonl"), afresh=afresh)
    deadline = time.monotonic() + 60 * minutes
    if not report:
        for system in systems.split(","):
            if system not in SYSTEMS:
                known = ", ".join(SYSTEMS)
                raise typer.BadParameter(f"there is no system {system}; there are {known}")
            count = asyncio.run(measure(system, outcomes, most, deadline))
            print(f"{system}: {count} mutants")
    write.write_text(written(outcomes.all, classifications()))


if __name__ == "__main__":
    typer.run(main)
