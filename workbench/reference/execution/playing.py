"""Plays steps on the reference: every world that the answers so far allow, with what was captured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.plan.patterns import is_found
from workbench.plan.pointers import parts_of
from workbench.plan.steps import HttpStep, is_header
from workbench.plan.tokens import filled
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.matching import Certainty, decided
from workbench.reference.execution.outcomes import Outcome
from workbench.reference.execution.requests import Request
from workbench.reference.execution.state import State
from workbench.reference.execution.symbols import ABSENT, OPEN, Open, Value

# If more worlds than these are possible, nothing more is predicted.
MOST_WORLDS = 32


@dataclass(frozen=True)
class World:
    """One way in which everything so far may have gone."""

    state: State
    captured: Mapping[str, Value] = field(default_factory=dict)

    def look_up(self, name: str, delta: int) -> Value:
        """What was captured under a name; open if the plan does not say what that is."""
        value = self.captured.get(name, OPEN)
        return OPEN if delta else value

    def request(self, step: HttpStep) -> Request:
        """The step's request, with what was captured filled in."""
        fill = self.look_up
        return Request(
            method=step.method,
            path=str(filled(step.path, fill)),
            query={name: str(filled(value, fill)) for name, value in step.query.items()},
            headers={
                name.lower(): str(filled(value, fill)) for name, value in step.headers.items()
            },
            body=ABSENT if step.body is None else filled(step.body, fill),
            raw=None if step.raw is None else _quoted(str(filled(step.raw, fill))),
        )


def _quoted(raw: str) -> str:
    """A body in which an identifier that stands for a number can be read as JSON."""
    return re.sub('(?<!")(\ue000[^\ue000\ue001]*\ue001)', r'"\1"', raw)


Result = tuple[World, Outcome]


def played(reference: Reference, worlds: Sequence[World], step: HttpStep) -> list[Result]:
    """Every outcome of a step in every world, with the world as it is before captures."""
    return [
        (World(outcome.state, world.captured), outcome)
        for world in worlds
        for outcome in reference.outcomes(world.state, world.request(step))
    ]


def after(step: HttpStep, results: Sequence[Result]) -> list[World]:
    """The worlds after a step whose captures were taken from its answers; duplicates removed."""
    kept: list[World] = []
    for world, outcome in results:
        taken = {name: captured(outcome, pointer) for name, pointer in step.capture.items()}
        new = World(world.state, {**world.captured, **taken})
        if new not in kept:
            kept.append(new)
    return kept


def captured(outcome: Outcome, pointer: str) -> Value:
    """What a capture takes from an answer: a value of the body, or of a header."""
    if is_header(pointer):
        return OPEN if outcome.location is None else outcome.location
    value = outcome.body
    for part in parts_of(pointer):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return OPEN
    return OPEN if value is ABSENT else value


def possible(step: HttpStep, results: Sequence[Result]) -> list[Result]:
    """The results that a step which expects this can have; none if the plan excludes it."""
    return [
        (world, outcome)
        for world, outcome in results
        if reason_excluded(outcome, step, world) is None
    ]


def reason_excluded(outcome: Outcome, step: HttpStep, world: World) -> str | None:
    """Why an outcome cannot be what a step expects, in words; None if it can be."""
    expect = step.expect
    if outcome.status and not outcome.status & {*expect.status}:
        return f"status {' or '.join(map(str, sorted(outcome.status)))}"
    if outcome.refused or not outcome.status:
        return None
    for name, pattern in outcome.headers.items():
        wanted = expect.headers.get(name)
        value = pattern.strip("^$")
        if (
            wanted is not None
            and "{{" not in wanted
            and value.isdigit()
            and not is_found(wanted, value)
        ):
            return f"header {name} {value}"
    for match in expect.body:
        want = filled(match.value, world.look_up)
        if isinstance(want, Open):
            continue
        if decided(match.op, match.pointer, outcome.body, want) is Certainty.NO:
            place = match.pointer or "the body"
            return f"a response in which {place} cannot be as expected ({match.op} {match.value!r})"
    return None
