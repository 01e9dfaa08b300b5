"""Texts that satisfy a field's pattern, as many as tests need: its examples, with other digits or letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from workbench.plan.fields import TextField
from workbench.plan.patterns import is_found

# Fewer digits than these give too few numbers to be replaced by a counter.
FEWEST_DIGITS = 3
# More than these are not needed: what comes before them stays as in the example.
MOST_DIGITS = 6
# Numbers that must satisfy the pattern before a template is used.
_PROBES = (1, 2, 9, 10, 47, 99, 100, 101, 385, 999)
# More values of one pattern are never looked for.
_MOST = 400


def pattern_value(field: TextField, number: int) -> str:
    """The value of this number, from 0: an example first. They repeat if there are no more.

    The field has a pattern, and therefore examples.
    """
    values = _values(field.pattern, tuple(field.examples), field.min_length, field.max_length)
    return values[number % len(values)]


def counted_pattern(field: TextField) -> str | None:
    """A format with one number (``+4930%06d``) whose texts satisfy the pattern; None if none is found."""
    return _template(field.pattern, tuple(field.examples), field.min_length, field.max_length)


@lru_cache(maxsize=64)
def _values(
    pattern: str | None, examples: tuple[str, ...], least: int | None, most: int | None
) -> tuple[str, ...]:
    found = dict.fromkeys(examples)
    others = _others(pattern, examples, least, most)
    found |= dict.fromkeys(islice((one for one in others if one not in found), _MOST))
    return tuple(found)


def _others(
    pattern: str | None, examples: tuple[str, ...], least: int | None, most: int | None
) -> Iterator[str]:
    template = _template(pattern, examples, least, most)
    if template is not None:
        yield from (template % number for number in range(1, 999))
        return
    for example in examples:
        for place, old in enumerate(example):
            for new in _alike(old):
                changed = example[:place] + new + example[place + 1 :]
                if _fits(changed, pattern, least, most):
                    yield changed


@lru_cache(maxsize=64)
def _template(
    pattern: str | None, examples: tuple[str, ...], least: int | None, most: int | None
) -> str | None:
    for candidate in (item for example in examples for item in _templates(example)):
        if all(_fits(candidate % number, pattern, least, most) for number in _PROBES):
            return candidate
    return None


def _templates(example: str) -> Iterator[str]:
    """The example with the end of a run of digits as a counter; then with a counter at its end."""
    runs = sorted(re.finditer(r"[0-9]+", example), key=lambda run: run.end() - run.start())
    for run in reversed(runs):
        longest = min(run.end() - run.start(), MOST_DIGITS)
        for width in range(longest, FEWEST_DIGITS - 1, -1):
            before, after = example[: run.end() - width], example[run.end() :]
            yield f"{_plain(before)}%0{width}d{_plain(after)}"
    yield f"{_plain(example)}%d"


def _plain(text: str) -> str:
    return text.replace("%", "%%")


def _alike(letter: str) -> str:
    """Other letters or digits of the same kind."""
    kinds = ("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789")
    return next((kind.replace(letter, "") for kind in kinds if letter in kind), "")


def _fits(text: str, pattern: str | None, least: int | None, most: int | None) -> bool:
    return (
        (least is None or len(text) >= least)
        and (most is None or len(text) <= most)
        and (pattern is None or is_found(pattern, text))
    )
