"""docs/mutants.md: how many mutants each gate rejected, and every one that all gates accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bench.mutants.outcomes import Made, Outcome, survivors
from workbench.gates.registry import GATE_NAMES

SURVIVORS = Path(__file__).with_name("survivors.yaml")
EQUIVALENT, OUTSIDE, HOLE, OPEN = "equivalent", "outside claims", "hole", "not classified"
INTRODUCTION = """\
Written by `make mutants`, which `make calibrate` runs too. A sound system is built once with every
mutant of its product code in it; each mutant is switched on alone, and the gates of a build are asked,
by the same pipeline, cheap ones first, until one rejects it. A gate that never runs the changed code is
not asked. Each outcome is a line of `mutants.jsonl`; a measurement that was interrupted goes on from
there. Why a survivor survives was decided by a person, in `bench/mutants/survivors.yaml`:
*equivalent* (no request and no click can tell), *outside claims* (README does not claim it), *hole* (the
gates should have told).

Mutated are Go below `backend/internal` and TypeScript below `frontend/src`, outside tests, generated
files and log messages. Not mutated, hence not measured: SQL in migrations, struct tags, types, styles,
`cmd/server/main.go`, sentences shown to people, and faults that need more than one change."""


class Reason(BaseModel):
    """Why a mutant survives; `systems` are those that this is said of, all where it is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Literal["equivalent", "outside claims", "hole"]
    reason: str
    systems: tuple[str, ...] = ()
    mutants: tuple[str, ...]
    """Fingerprints."""


@dataclass(frozen=True)
class Counts:
    """What was measured of some mutants."""

    measured: int
    rejected: int
    equivalent: int
    outside: int
    holes: int
    open: int

    @property
    def survivors(self) -> int:
        """Mutants that every gate accepted."""
        return self.measured - self.rejected

    @property
    def surviving_faults(self) -> int:
        """Survivors within the claims that are not equivalent, or of which that is not known."""
        return self.holes + self.open


def reasons() -> list[Reason]:
    """What a person found out about survivors. Blocks."""
    found = yaml.safe_load(SURVIVORS.read_text())
    return TypeAdapter(list[Reason]).validate_python(found or [])


def verdict_of(outcome: Outcome, known: Sequence[Reason]) -> tuple[str, str]:
    """The verdict on a survivor and its reason."""
    for item in known:
        if outcome.fingerprint in item.mutants and outcome.system in (
            item.systems or (outcome.system,)
        ):
            return item.verdict, item.reason
    return OPEN, ""


def counts(outcomes: Sequence[Outcome], known: Sequence[Reason]) -> Counts:
    """The figures of some outcomes."""
    of = Counter(verdict_of(o, known)[0] for o in outcomes if o.survives)
    rejected = sum(not o.survives for o in outcomes)
    return Counts(len(outcomes), rejected, of[EQUIVALENT], of[OUTSIDE], of[HOLE], of[OPEN])


def summary(outcomes: Sequence[Outcome], known: Sequence[Reason]) -> str:
    """One sentence with the figures of all systems; README says the same.

    While survivors are unexplained, a class without any is left out: nobody has looked for it yet.
    """
    total = counts(outcomes, known)
    systems = len({o.system for o in outcomes})
    classes = [
        (total.equivalent, "that no use can tell from the original"),
        (total.outside, "outside these claims"),
        (total.holes, "faults that they should have found"),
        (total.open, "that nobody has explained yet"),
    ]
    told = [f"{count} {what}" for count, what in classes if count or not total.open]
    listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])}, and {told[-1]}"
    return (
        f"Of {total.measured} machine-made mutants of {systems} sound systems the gates rejected "
        f"{total.rejected} and accepted {total.survivors}: {listed}"
    )


def page(outcomes: Sequence[Outcome], made: Sequence[Made], known: Sequence[Reason]) -> str:
    """The page."""
    parts = [
        "# Mutants",
        INTRODUCTION,
        summary(outcomes, known) + ".",
        _by_system(outcomes, made, known),
        _by_gate(outcomes),
        _by_kind(outcomes, known),
        "## Survivors",
        _survivors(outcomes, known),
    ]
    return "\n\n".join(parts) + "\n"


def _by_system(outcomes: Sequence[Outcome], made: Sequence[Made], known: Sequence[Reason]) -> str:
    rows = []
    for each in sorted(made, key=lambda m: (m.part, m.system)):
        its = [o for o in outcomes if (o.system, o.part) == (each.system, each.part)]
        of = counts(its, known)
        rows.append(
            (
                each.system,
                each.part,
                each.mutants,
                each.uncompiled,
                of.measured,
                of.rejected,
                of.equivalent,
                of.outside,
                of.holes,
                of.open,
            )
        )
    head = (
        "system",
        "part",
        "mutants",
        "lines not compiled",
        "measured",
        "rejected",
        "equivalent",
        "outside claims",
        "holes",
        "not classified",
    )
    return _table(head, rows)


def _by_gate(outcomes: Sequence[Outcome]) -> str:
    of = Counter(o.rejected_by for o in outcomes)
    return _table(
        ("first gate that rejects", "mutants"), [(f"`{g}`", of[g]) for g in GATE_NAMES if of[g]]
    )


def _by_kind(outcomes: Sequence[Outcome], known: Sequence[Reason]) -> str:
    rows = []
    for kind in sorted({o.kind for o in outcomes}):
        of = counts([o for o in outcomes if o.kind == kind], known)
        rows.append(
            (kind, of.measured, of.rejected, of.equivalent, of.outside, of.surviving_faults)
        )
    head = (
        "kind",
        "measured",
        "rejected",
        "equivalent",
        "outside claims",
        "missed or not classified",
    )
    return _table(head, rows)


def _survivors(outcomes: Sequence[Outcome], known: Sequence[Reason]) -> str:
    rows = []
    for o in survivors(outcomes):
        verdict, reason = verdict_of(o, known)
        rows.append(
            (
                o.system,
                f"`{o.file}:{o.line}`",
                f"{o.kind}: {o.what}",
                verdict,
                reason,
                f"`{o.fingerprint}`",
            )
        )
    return _table(("system", "file", "change", "verdict", "reason", "fingerprint"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(str(cell)) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
