"""Shortens a list of requests that differ from the reference, as long as they still differ.

Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002):
parts of the list are left out, halves first, single requests last; then parts of each request.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbench.harness.walks.side_by_side import Difference
from workbench.plan.steps import HttpStep

# Each replay starts a server on an empty database.
MOST_REPLAYS = 120


@dataclass(frozen=True)
class Reproduction:
    """Requests of which the last differs, and what was captured of the answers."""

    steps: tuple[HttpStep, ...]
    difference: Difference
    captured: Mapping[str, Any]


Replay = Callable[[Sequence[HttpStep]], Awaitable[Reproduction | None]]


async def shrunk(found: Reproduction, replay: Replay, most: int = MOST_REPLAYS) -> Reproduction:
    """The shortest list of requests that `replay` still finds a difference in, within `most` replays.

    `replay` sends requests to a server on an empty database; those whose captures are missing are
    left out. It answers None where nothing differs.
    """
    search = _Search(found, replay, most)
    await search.try_one(_related(found.steps))
    await search.try_one(_without_reads(search.best.steps))
    await search.leave_out_steps()
    await search.leave_out_parts()
    await search.leave_out_steps()  # what was needed for a part is not needed without it
    return search.best


class _Search:
    """The best reproduction so far, and how many replays are left."""

    def __init__(self, found: Reproduction, replay: Replay, most: int) -> None:
        self.best = found
        self._replay = replay
        self._left = most

    async def try_one(self, steps: Sequence[HttpStep]) -> bool:
        """True where these requests, fewer or simpler ones, differ too."""
        if self._left == 0 or list(steps) == list(self.best.steps):
            return False
        self._left -= 1
        found = await self._replay(steps)
        if found is None or len(found.steps) > len(self.best.steps):
            return False
        self.best = found
        return True

    async def leave_out_steps(self) -> None:
        size = len(self.best.steps) // 2
        while size:
            position, progress = len(self.best.steps) - 1, False
            while position > 0:  # the last request is the one that differs
                first = max(0, position - size)
                steps = self.best.steps
                if await self.try_one([*steps[:first], *steps[position:]]):
                    progress = True
                    position = min(first, len(self.best.steps) - 1)
                else:
                    position = first
            size = size if progress and size == 1 else size // 2

    async def leave_out_parts(self) -> None:
        """Query parameters and fields of bodies, one at a time."""
        for index in reversed(range(len(self.best.steps))):
            tried: set[str] = set()
            while index < len(self.best.steps):
                steps = self.best.steps
                simpler = next(((n, s) for n, s in _simpler(steps[index]) if n not in tried), None)
                if simpler is None:
                    break
                tried.add(simpler[0])
                await self.try_one([*steps[:index], simpler[1], *steps[index + 1 :]])


def _simpler(step: HttpStep) -> Iterator[tuple[str, HttpStep]]:
    """The request without one of its parts, each under the part's name."""
    for name in step.query:
        rest = {key: value for key, value in step.query.items() if key != name}
        yield f"query {name}", step.model_copy(update={"query": rest})
    if isinstance(step.body, dict):
        for name in step.body:
            fields = {key: value for key, value in step.body.items() if key != name}
            yield f"body {name}", step.model_copy(update={"body": fields})


def _related(steps: Sequence[HttpStep]) -> list[HttpStep]:
    """The last request, and those before it that name or capture what it names."""
    kept = [steps[-1]]
    names = _names(steps[-1])
    for step in reversed(steps[:-1]):
        if names & {*step.capture} or names & _names(step):
            names |= _names(step)
            kept.append(step)
    return kept[::-1]


def _without_reads(steps: Sequence[HttpStep]) -> list[HttpStep]:
    """The writes, and the reads of which something was captured; and the last request."""
    return [
        *(step for step in steps[:-1] if step.method != "GET" or step.capture),
        steps[-1],
    ]


def _names(step: HttpStep) -> set[str]:
    sent = step.model_dump_json(exclude={"capture"})
    parts = sent.split("{{")[1:]
    return {part.partition("}}")[0] for part in parts if not part.startswith(tuple("0123456789"))}
