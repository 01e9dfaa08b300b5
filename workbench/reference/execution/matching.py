"""Whether a matcher holds of a predicted body, as far as the plan decides it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import Enum
from typing import Any

from workbench.plan.patterns import is_found
from workbench.plan.pointers import parts_of
from workbench.plan.steps import Matcher
from workbench.reference.execution.formats import DecimalText, InstantText, instant_of
from workbench.reference.execution.symbols import (
    ABSENT,
    Among,
    Moment,
    Open,
    RecordId,
    Token,
    Value,
)

_SYMBOLS = (RecordId, Token, Moment, Open, Among)


class Certainty(Enum):
    """Whether something holds."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "not decided by the plan"

    @classmethod
    def of(cls, holds: bool) -> Certainty:
        """What is known for certain."""
        return cls.YES if holds else cls.NO

    @property
    def negated(self) -> Certainty:
        """Whether the opposite holds."""
        opposites = {Certainty.YES: Certainty.NO, Certainty.NO: Certainty.YES}
        return opposites.get(self, self)


YES, NO, UNDECIDED = Certainty.YES, Certainty.NO, Certainty.UNDECIDED


def decided(op: Matcher, pointer: str, tree: Value, want: Any) -> Certainty:
    """Whether the value at a pointer satisfies a matcher. Objects may hold more than is predicted."""
    got = _at(tree, pointer)
    if op is Matcher.ABSENT:
        return UNDECIDED if got is ABSENT or isinstance(got, _SYMBOLS) else NO
    if got is ABSENT or isinstance(got, Open | Among):
        return UNDECIDED
    match op:
        case Matcher.PRESENT:
            return YES
        case Matcher.EQUALS:
            return _equal(got, want)
        case Matcher.DIFFERS:
            return _equal(got, want).negated
        case Matcher.INSTANT:
            return _same_instant(got, want)
        case Matcher.TYPE:
            return _is_of_type(got, str(want))
        case Matcher.MATCHES:
            return _matches(got, want)
        case Matcher.LENGTH:
            return _equal(len(got), want) if isinstance(got, list) else NO
        case Matcher.CONTAINS:
            return _contains(got, want)
        case Matcher.EXCLUDES:
            known = isinstance(got, list | str)
            return _contains(got, want).negated if known else NO
        case Matcher.UNORDERED:
            return _same_members(got, want)
        case Matcher.OMITS:
            return _omits(got, want)


def _at(tree: Value, pointer: str) -> Value:
    for part in parts_of(pointer):
        if tree is ABSENT:
            return ABSENT
        if isinstance(tree, _SYMBOLS):
            return Open()
        if isinstance(tree, dict):
            tree = tree.get(part, ABSENT)
        elif isinstance(tree, list) and part.isdigit():
            if int(part) >= len(tree):
                return _NOTHING
            tree = tree[int(part)]
        else:
            return _NOTHING
    return tree


class _Nothing:
    """The type of `_NOTHING`: for certain there is no value."""


_NOTHING = _Nothing()


def _equal(got: Value, want: Any) -> Certainty:
    if isinstance(got, _Nothing):
        return NO
    if isinstance(got, Open | Among) or isinstance(want, Open | Among):
        return UNDECIDED
    if isinstance(got, _SYMBOLS) or isinstance(want, _SYMBOLS):
        if type(got) is type(want):
            return YES if got == want else NO if not isinstance(got, Moment) else UNDECIDED
        other = want if isinstance(got, _SYMBOLS) else got
        return UNDECIDED if isinstance(other, str | int | float) else NO
    if isinstance(got, InstantText | DecimalText) and isinstance(want, str) and got != want:
        return UNDECIDED  # the same value may be written in another way
    if isinstance(got, bool) or isinstance(want, bool):
        return Certainty.of(got is want)
    if isinstance(got, list) and isinstance(want, list):
        if len(got) != len(want):
            return NO
        return _all(_equal(one, other) for one, other in zip(got, want, strict=True))
    if isinstance(got, dict) and isinstance(want, dict):
        if got.keys() - want.keys():
            return NO
        known = _all(_equal(got[key], want[key]) for key in got.keys() & want.keys())
        return known if want.keys() == got.keys() or known is NO else UNDECIDED
    return Certainty.of(bool(got == want))


def _contains(got: Value, want: Any) -> Certainty:
    if isinstance(got, str):
        return Certainty.of(isinstance(want, str) and want in got)
    if not isinstance(got, list):
        return NO
    found: list[Certainty] = []
    for item in got:
        trees = item.trees if isinstance(item, Among) else (item,)
        agreed = [_agrees(tree, want) for tree in trees]
        certain = len(trees) == 1 or (isinstance(item, Among) and item.whole)
        found += agreed if certain else [UNDECIDED if one is YES else one for one in agreed]
    return _any(found)


def _agrees(got: Value, want: Any) -> Certainty:
    if not isinstance(want, dict) or isinstance(got, _SYMBOLS):
        return _equal(got, want)
    if not isinstance(got, dict):
        return NO
    return _all(
        UNDECIDED if key not in got else _agrees(got[key], value) for key, value in want.items()
    )


def _same_members(got: Value, want: Any) -> Certainty:
    if not isinstance(got, list) or not isinstance(want, list) or len(got) != len(want):
        return NO
    return _all(_contains(got, item) for item in want)


def _same_instant(got: Value, want: Any) -> Certainty:
    if isinstance(got, Moment):
        return YES if got == want else UNDECIDED
    if not isinstance(got, str):
        return NO
    one, other = instant_of(got), instant_of(str(want))
    return UNDECIDED if one is None or other is None else Certainty.of(one == other)


def _is_of_type(got: Value, want: str) -> Certainty:
    if isinstance(got, RecordId):
        return UNDECIDED if want in ("integer", "number", "string") else NO
    if isinstance(got, Token | Moment):
        return Certainty.of(want == "string")
    names = {str: "string", list: "array", dict: "object", bool: "boolean", type(None): "null"}
    if type(got) in names:
        return Certainty.of(names[type(got)] == want)
    is_whole = isinstance(got, int)
    return Certainty.of(want == "number" or (want == "integer" and is_whole))


def _matches(got: Value, want: Any) -> Certainty:
    if isinstance(got, Token | Moment | RecordId | InstantText | DecimalText):
        return UNDECIDED
    return Certainty.of(isinstance(got, str) and is_found(str(want), got))


def _omits(got: Value, want: Any) -> Certainty:
    """Never certain of what holds more than is predicted; certain of a text that is there."""
    try:
        text = json.dumps(got, ensure_ascii=False)
    except TypeError:
        return UNDECIDED
    return NO if str(want).casefold() in text.casefold() else UNDECIDED


def _all(parts: Iterable[Certainty]) -> Certainty:
    found = list(parts)
    return NO if NO in found else UNDECIDED if UNDECIDED in found else YES


def _any(parts: Iterable[Certainty]) -> Certainty:
    found = list(parts)
    return YES if YES in found else UNDECIDED if UNDECIDED in found else NO
