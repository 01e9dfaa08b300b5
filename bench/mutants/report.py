"""docs/mutants.md: how many mutants each gate found, and every one that none did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bench.mutants.outcomes import Outcome, survivors

CLASSIFIED = Path(__file__).with_name("classified.yaml")
INTRODUCTION = (
    "Written by `make mutants`. The backend of a sound system is built once with every mutant in it; "
    "each is switched on alone and the API gates are asked: the traces of `api.contract` that come by "
    "it, `api.walk`, `api.scenarios`, `api.conformance`. The first that is red ends the questions. "
    "Each outcome is a line of `mutants.jsonl`; a measurement that was interrupted goes on from there."
)
OPEN = "not classified"


class Classification(BaseModel):
    """Why a mutant survives; it is known by the end of its file's name and the words that tell it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: str
    file: str
    what: str
    verdict: Literal["equivalent", "outside claims", "hole"]
    reason: str

    def covers(self, outcome: Outcome) -> bool:
        """True for a mutant that this is said of."""
        is_here = outcome.system == self.system and outcome.file.endswith(self.file)
        return is_here and self.what in outcome.what


def classifications() -> list[Classification]:
    """What was found out about survivors, by hand."""
    found = yaml.safe_load(CLASSIFIED.read_text())
    return TypeAdapter(list[Classification]).validate_python(found or [])


def written(outcomes: Sequence[Outcome], known: Sequence[Classification]) -> str:
    """The page."""
    left = [(outcome, _classified(outcome, known)) for outcome in survivors(outcomes)]
    rows = [
        f"| {o.kind}: {_cell(o.what)} | {o.system}: `{o.file}:{o.line}` | {_cell(text)} |"
        for o, text in left
    ]
    return "\n".join(
        [
            "# Mutants that the API gates do not find", "", INTRODUCTION, "",
            *_summary(outcomes, known), "",
            "| mutant | survives all API gates | classification |", "| --- | --- | --- |", *rows, "",
        ]
    )  # fmt: skip


def _summary(outcomes: Sequence[Outcome], known: Sequence[Classification]) -> list[str]:
    gates = sorted({o.killed_by for o in outcomes} - {""})
    head = ["system", "mutants measured", *gates, "survive", "of them not equivalent"]
    lines = [f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for system in dict.fromkeys(o.system for o in outcomes):
        its = [o for o in outcomes if o.system == system]
        by = Counter(o.killed_by for o in its)
        real = sum(o.survives and not _classified(o, known).startswith("equivalent") for o in its)
        share = f"{by['']} ({100 * by[''] / len(its):.1f} %)"
        cells = [system, len(its), *(by[g] for g in gates), share, real]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def _classified(outcome: Outcome, known: Sequence[Classification]) -> str:
    found = next((item for item in known if item.covers(outcome)), None)
    return OPEN if found is None else f"{found.verdict}: {found.reason}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
