"""The problems of a refused plan as a model or a person reads them: grouped by kind, one example each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from workbench.plan.problem import PlanProblem

PLACES_SHOWN = 6
# What differs between two problems of one kind: quoted names, paths and numbers.
_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\b[A-Z]+ /\S*|/\S+|\b\d+\b")


def grouped(problems: Iterable[PlanProblem]) -> str:
    """One line for each kind of problem: its first example in full, then the other places."""
    kinds: dict[str, list[PlanProblem]] = defaultdict(list)
    for problem in problems:
        kinds[_PARTICULAR.sub("…", problem.message)].append(problem)
    return "\n".join(f"- {_line(same)}" for same in kinds.values())


def _line(same: list[PlanProblem]) -> str:
    first, *others = same
    if not others:
        return str(first)
    places = list(dict.fromkeys(problem.where for problem in others))
    more = f" and {len(places) - PLACES_SHOWN} more" if len(places) > PLACES_SHOWN else ""
    return f"{first} ({len(same)} times; also at {', '.join(places[:PLACES_SHOWN])}{more})"
