"""``python -m bench.mutants``: which machine-made mutants of sound systems do the gates accept?

Options: ``[--systems A,B] [--part backend|pages] [--sample N] [--seed N] [--minutes M] [--write FILE]
[--afresh] [--survivors] [--deep] [--report]``.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from bench.mutants import backend, pages
from bench.mutants.changes import Change, sample
from bench.mutants.judging import Subject, UnsoundSystem, first_rejection
from bench.mutants.outcomes import Made, Outcomes, outcome_of
from bench.mutants.report import OPEN, page, reasons, verdict_of
from bench.mutants.systems import SYSTEMS, context_of, plan_of, write_system
from workbench.host.folders import temporary_folder
from workbench.strength.mutants import Unmeasurable

BACKEND, PAGES = "backend", "pages"
QUICK = {BACKEND: backend.QUICK_GATES, PAGES: pages.QUICK_GATES}
DEEP = {BACKEND: backend.DEEP_GATES, PAGES: pages.DEEP_GATES}


@dataclass(frozen=True)
class Extent:
    """How much is measured: `size` mutants of a system (0 is all), none begun after `deadline`.

    `deep` asks what survived the quick gates before, and is not explained yet, the slow ones too;
    `again` measures every survivor again. Neither measures anything else.
    """

    part: str
    size: int
    seed: int
    deadline: float
    again: bool
    deep: bool

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates that are asked."""
        return QUICK[self.part] + (DEEP[self.part] if self.deep else ())


async def measure(system: str, outcomes: Outcomes, extent: Extent) -> None:
    """Measures what was not measured yet of one side of a system."""
    async with temporary_folder("mutants") as folder:
        plan = await asyncio.to_thread(plan_of, system)
        of_pages = extent.part == PAGES
        await write_system(system, plan, folder / "system", pages=of_pages)
        context = await context_of(plan, folder / "system", folder / "scratch", pages=of_pages)
        build = pages.page_mutants if of_pages else backend.backend_mutants
        subject: Subject = await build(context, folder, extent.gates)
        made = Made(
            system=system,
            part=extent.part,
            mutants=len(subject.changes),
            uncompiled=subject.uncompiled,
        )
        await asyncio.to_thread(outcomes.note, made)
        chosen = _chosen(system, subject.changes, outcomes, extent)
        print(f"{system}: {len(subject.changes)} mutants, {len(chosen)} to measure", flush=True)
        for number, change in enumerate(chosen, 1):
            if time.monotonic() > extent.deadline:
                break
            await _measure(system, subject, change, outcomes, extent, f"{number}/{len(chosen)}")


async def _measure(
    system: str, subject: Subject, change: Change, outcomes: Outcomes, extent: Extent, place: str
) -> None:
    started = time.monotonic()
    rejection = await first_rejection(subject, change, extent.gates)
    if rejection is not None:
        subject.rejected(change, rejection.finding)
    outcome = outcome_of(system, extent.part, change, rejection, deep=extent.deep)
    await asyncio.to_thread(outcomes.add, outcome)
    by = f"rejected by {rejection.gate}" if rejection else "ACCEPTED"
    seconds = f"{time.monotonic() - started:.0f} s"
    where = f"{change.file}:{change.line} {change.kind}: {change.what}"
    print(f"{system} {place} {by} ({seconds}): {where}", flush=True)


def _chosen(
    system: str, changes: Sequence[Change], outcomes: Outcomes, extent: Extent
) -> list[Change]:
    if extent.again or extent.deep:
        known = reasons()
        survived = {
            o.fingerprint
            for o in outcomes.all
            if o.survives
            and o.part == extent.part
            and o.system == system
            and (extent.again or (not o.deep and verdict_of(o, known)[0] == OPEN))
        }
        return [change for change in changes if change.fingerprint in survived]
    picked = sample(changes, f"{extent.seed} {system}", extent.size)
    return [change for change in picked if not outcomes.has(system, change.fingerprint)]


def main(
    systems: Annotated[str, typer.Option(help="which systems, by comma")] = ",".join(SYSTEMS),
    part: Annotated[str, typer.Option(help="the side that is mutated: backend or pages")] = BACKEND,
    size: Annotated[int, typer.Option("--sample", help="so many mutants of each; 0: all")] = 100,
    seed: Annotated[int, typer.Option(help="chooses the sample")] = 1,
    minutes: Annotated[float, typer.Option(help="begin no mutant after so long")] = 600.0,
    write: Annotated[Path, typer.Option(help="the page")] = Path("docs/mutants.md"),
    afresh: Annotated[bool, typer.Option("--afresh", help="forget what was measured")] = False,
    again: Annotated[bool, typer.Option("--survivors", help="measure survivors again")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="ask survivors' slow gates")] = False,
    report: Annotated[bool, typer.Option("--report", help="write the page again only")] = False,
) -> None:
    """Measures what was not measured yet, and writes the page."""
    outcomes = Outcomes(write.with_suffix(".jsonl"))
    extent = Extent(part, size, seed, time.monotonic() + 60 * minutes, again, deep)
    chosen = systems.split(",")
    if unknown := sorted(set(chosen) - set(SYSTEMS)):
        known = ", ".join(SYSTEMS)
        raise typer.BadParameter(f"there is no system {', '.join(unknown)}; there are {known}")
    if part not in QUICK:
        raise typer.BadParameter(f"there is no part {part}; there are {', '.join(QUICK)}")
    if afresh:
        outcomes.forget(chosen, part)
    failed = False
    for system in () if report else chosen:
        try:
            asyncio.run(measure(system, outcomes, extent))
        except (UnsoundSystem, Unmeasurable) as error:
            failed = True
            print(f"{system}: {error}", flush=True)
        write.write_text(page(outcomes.all, outcomes.made, reasons()))
    write.write_text(page(outcomes.all, outcomes.made, reasons()))
    raise typer.Exit(failed)


if __name__ == "__main__":
    typer.run(main)
