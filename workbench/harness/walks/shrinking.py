"""Shortens a list of requests that differ from the reference until nothing of it can be left out.

Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002):
parts of the list are left out, halves first, single requests last, then pairs; a request whose
captures are missing is left out with the one that made them. Then each request is made simpler
(`simplifying`). Both are repeated until neither finds anything, so that the result is minimal: it
does not differ without one of its requests, or without two of them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from workbench.harness.walks.side_by_side import Difference
from workbench.harness.walks.simplifying import operation_of, simpler, without_account
from workbench.plan.steps import HttpStep

# Each replay starts a server on an empty database.
MOST_REPLAYS = 240
# Maximum length of a list of requests out of which pairs are left too: 45 pairs at most.
SHORT = 11


@dataclass(frozen=True)
class Reproduction:
    """Requests of which the last differs, and what was captured of the answers."""

    steps: tuple[HttpStep, ...]
    difference: Difference
    captured: Mapping[str, Any]


Replay = Callable[[Sequence[HttpStep]], Awaitable[Reproduction | None]]


async def shrunk(found: Reproduction, replay: Replay, most: int = MOST_REPLAYS) -> Reproduction:
    """The shortest list of requests in which `replay` still finds a difference, within `most` replays.

    `replay` sends requests to a server on an empty database; those whose captures are missing are
    left out. It answers None if nothing differs.
    """
    search = _Search(found, replay, most)
    await search.try_one(_related(found.steps))
    await search.try_one(_without_reads(search.best.steps))
    before: Sequence[HttpStep] = ()
    while search.best.steps != before:
        before = search.best.steps
        await search.leave_out_steps()
        await search.leave_out_pairs()
        await search.simplify()
    return search.best


class _Search:
    """The best reproduction so far, what was tried, and how many replays are left."""

    def __init__(self, found: Reproduction, replay: Replay, most: int) -> None:
        self.best = found
        self._operation = operation_of(found.difference.step)
        self._replay = replay
        self._left = most
        self._tried: set[str] = set()

    async def try_one(self, steps: Sequence[HttpStep]) -> bool:
        """True if these requests, fewer or simpler ones, differ in the same operation too."""
        written = _size(steps)
        if self._left == 0 or written[2] in self._tried or written >= _size(self.best.steps):
            return False
        self._tried.add(written[2])
        self._left -= 1
        found = await self._replay(steps)
        if found is None or operation_of(found.difference.step) != self._operation:
            return False
        if _size(found.steps) >= _size(self.best.steps):
            return False
        self.best = found
        return True

    async def leave_out_steps(self) -> None:
        """Parts of the list, the latest first, from halves down to single requests."""
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

    async def leave_out_pairs(self) -> None:
        """Two requests that make up for each other, such as a create and a delete."""
        progress = len(self.best.steps) <= SHORT
        while progress:
            steps = self.best.steps
            progress = False
            for pair in combinations(range(len(steps) - 1), 2):
                rest = [step for index, step in enumerate(steps) if index not in pair]
                if await self.try_one(rest):
                    progress = True
                    break

    async def simplify(self) -> None:
        """Accounts, query parameters, fields of bodies and values, one at a time, the latest first."""
        for fewer in without_account(self.best.steps):
            await self.try_one(fewer)
        for index in reversed(range(len(self.best.steps))):
            progress = True
            while progress and index < len(self.best.steps):
                steps = self.best.steps
                progress = False
                for one in simpler(steps[index]):
                    if await self.try_one([*steps[:index], one, *steps[index + 1 :]]):
                        progress = True
                        break


def _size(steps: Sequence[HttpStep]) -> tuple[int, int, str]:
    """By which of two lists the shorter and simpler one comes first; no two lists are the same."""
    written = "\n".join(step.model_dump_json() for step in steps)
    return len(steps), len(written), written


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
