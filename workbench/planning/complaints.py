"""The problems of a refused plan as a model or a person reads them: equal ones once, alike ones together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from workbench.host.untrusted.linear import linear
from workbench.plan.problem import PlanProblem

PLACES_SHOWN = 6
ALIKE_SHOWN = 8
# What differs between two problems of one kind: quoted names, paths and numbers.
_PARTICULAR = linear(r"'[^']*'|\"[^\"]*\"|“[^”]*”|\b[A-Z]+ /\S*|/\S+|\b\d+\b")


def grouped(problems: Iterable[PlanProblem]) -> str:
    """One line for each message, with every place; of messages that are alike the first eight."""
    kinds: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for problem in problems:
        kind = _PARTICULAR.sub("…", problem.message)
        kinds[kind][problem.message].append(problem.where)
    return "\n".join(line for same in kinds.values() for line in _lines(same))


def _lines(same: dict[str, list[str]]) -> Iterable[str]:
    """The lines of one kind: message → places."""
    for message, places in list(same.items())[:ALIKE_SHOWN]:
        yield f"- {_line(message, list(dict.fromkeys(places)))}"
    if len(same) > ALIKE_SHOWN:
        yield f"- and {len(same) - ALIKE_SHOWN} more of this kind"


def _line(message: str, places: list[str]) -> str:
    first, *others = places
    if not others:
        return f"{first}: {message}"
    more = f" and {len(others) - PLACES_SHOWN} more" if len(others) > PLACES_SHOWN else ""
    also = ", ".join(others[:PLACES_SHOWN])
    return f"{first}: {message} ({len(places)} times; also at {also}{more})"
