"""Which words of the request a plan's requirements quote, and which parts of it none of them does.

A quote is compared word by word, without regard to case, spaces and punctuation. Words that name
the system itself (its title) and words without a meaning of their own need no quote.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan

MOST_WORDS = 60  # a longer quote says nothing of what the requirement is about
WORDLESS = Path(__file__).parent / "function_words.txt"
_WORD = re.compile(r"\w+(?:['’]\w+)*")


class _Request:
    """The words of a request, and where each of them begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end].casefold() for start, end in self.spans]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            self._places[word].append(place)

    def places(self, quote: str) -> list[range]:
        """Where the words of the quote follow each other; empty if they do not."""
        wanted = [match[0].casefold() for match in _WORD.finditer(quote)]
        if not wanted:
            return []
        return [
            range(place, place + len(wanted))
            for place in self._places.get(wanted[0], [])
            if self.words[place : place + len(wanted)] == wanted
        ]


def quote_problems(plan: SystemPlan, request: str) -> Iterator[PlanProblem]:
    """Quotes that are not in the request."""
    asked = _Request(request)
    for requirement in plan.requirements:
        for quote in requirement.quotes:
            where = f"requirements.{requirement.id}.quotes"
            if len(_WORD.findall(quote)) > MOST_WORDS:
                yield PlanProblem(
                    where, f"a quote has more than {MOST_WORDS} words; quote in pieces"
                )
            elif not asked.places(quote):
                yield PlanProblem(where, f"the request does not say “{quote}”; quote its own words")


def not_covered(plan: SystemPlan, request: str) -> list[str]:
    """The parts of the request that no requirement quotes, in its own words and order.

    All of the request if no requirement quotes anything.
    """
    asked = _Request(request)
    covered: set[int] = set()
    for requirement in plan.requirements:
        for quote in requirement.quotes:
            for place in asked.places(quote):
                covered.update(place)
    needless = _function_words() | {match[0].casefold() for match in _WORD.finditer(plan.title)}
    parts: list[str] = []
    for run in _runs(asked, covered):
        if any(asked.words[place] not in needless for place in run):
            parts.append(" ".join(asked.text[_begin(asked, run) : _end(asked, run)].split()))
    return parts


def _runs(asked: _Request, covered: set[int]) -> Iterator[list[int]]:
    """Words without a quote that follow each other within a sentence."""
    run: list[int] = []
    for place in range(len(asked.words)):
        if run and (place in covered or _sentence_ends(asked, place)):
            yield run
            run = []
        if place not in covered:
            run.append(place)
    if run:
        yield run


def _sentence_ends(asked: _Request, place: int) -> bool:
    """True if a sentence or a line ends between this word and the one before it."""
    between = asked.text[asked.spans[place - 1][1] : asked.spans[place][0]]
    return "\n" in between or re.search(r"[.!?;:]\s", between) is not None


def _begin(asked: _Request, run: list[int]) -> int:
    return asked.spans[run[0]][0]


def _end(asked: _Request, run: list[int]) -> int:
    return asked.spans[run[-1]][1]


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    return frozenset(WORDLESS.read_text().split())
