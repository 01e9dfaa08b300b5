"""Whether a matcher holds of a predicted body: yes, no, or not decided by the plan (None)."""

from __future__ import annotations

import json
from collections.abc import Iterable
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

Verdict = bool | None
_SYMBOLS = (RecordId, Token, Moment, Open, Among)


def decided(op: Matcher, pointer: str, tree: Value, want: Any) -> Verdict:
    """Whether the value at a pointer satisfies a matcher. Objects may hold more than is predicted."""
    got = _at(tree, pointer)
    if op is Matcher.ABSENT:
        return None if got is ABSENT or isinstance(got, _SYMBOLS) else False
    if got is ABSENT or isinstance(got, Open | Among):
        return None
    match op:
        case Matcher.PRESENT:
            return True
        case Matcher.EQUALS:
            return _equal(got, want)
        case Matcher.DIFFERS:
            return _not(_equal(got, want))
        case Matcher.INSTANT:
            return _same_instant(got, want)
        case Matcher.TYPE:
            return _is_of_type(got, str(want))
        case Matcher.MATCHES:
            return _matches(got, want)
        case Matcher.LENGTH:
            return isinstance(got, list) and _equal(len(got), want)
        case Matcher.CONTAINS:
            return _contains(got, want)
        case Matcher.EXCLUDES:
            known = isinstance(got, list | str)
            return _not(_contains(got, want)) if known else False
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


def _equal(got: Value, want: Any) -> Verdict:
    if isinstance(got, _Nothing):
        return False
    if isinstance(got, Open | Among) or isinstance(want, Open | Among):
        return None
    if isinstance(got, _SYMBOLS) or isinstance(want, _SYMBOLS):
        if type(got) is type(want):
            return got == want if not isinstance(got, Moment) or got == want else None
        other = want if isinstance(got, _SYMBOLS) else got
        return None if isinstance(other, str | int | float) else False
    if isinstance(got, InstantText | DecimalText) and isinstance(want, str) and got != want:
        return None  # the same value may be written in another way
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if isinstance(got, list) and isinstance(want, list):
        if len(got) != len(want):
            return False
        return _all(_equal(one, other) for one, other in zip(got, want, strict=True))
    if isinstance(got, dict) and isinstance(want, dict):
        if got.keys() - want.keys():
            return False
        known = _all(_equal(got[key], want[key]) for key in got.keys() & want.keys())
        return known if want.keys() == got.keys() or known is False else None
    return bool(got == want)


def _contains(got: Value, want: Any) -> Verdict:
    if isinstance(got, str):
        return isinstance(want, str) and want in got
    if not isinstance(got, list):
        return False
    found: list[Verdict] = []
    for item in got:
        trees = item.trees if isinstance(item, Among) else (item,)
        agreed = [_agrees(tree, want) for tree in trees]
        certain = len(trees) == 1 or (isinstance(item, Among) and item.whole)
        found += agreed if certain else [None if verdict else verdict for verdict in agreed]
    return _any(found)


def _agrees(got: Value, want: Any) -> Verdict:
    if not isinstance(want, dict) or isinstance(got, _SYMBOLS):
        return _equal(got, want)
    if not isinstance(got, dict):
        return False
    return _all(None if key not in got else _agrees(got[key], value) for key, value in want.items())


def _same_members(got: Value, want: Any) -> Verdict:
    if not isinstance(got, list) or not isinstance(want, list) or len(got) != len(want):
        return False
    return _all(_contains(got, item) for item in want)


def _same_instant(got: Value, want: Any) -> Verdict:
    if isinstance(got, Moment):
        return True if got == want else None
    if not isinstance(got, str):
        return False
    one, other = instant_of(got), instant_of(str(want))
    return None if one is None or other is None else one == other


def _is_of_type(got: Value, want: str) -> Verdict:
    if isinstance(got, RecordId):
        return None if want in ("integer", "number", "string") else False
    if isinstance(got, Token | Moment):
        return want == "string"
    names = {str: "string", list: "array", dict: "object", bool: "boolean", type(None): "null"}
    if type(got) in names:
        return names[type(got)] == want
    is_whole = isinstance(got, int)
    return want == "number" or (want == "integer" and is_whole)


def _matches(got: Value, want: Any) -> Verdict:
    if isinstance(got, Token | Moment | RecordId | InstantText | DecimalText):
        return None
    return isinstance(got, str) and is_found(str(want), got)


def _omits(got: Value, want: Any) -> Verdict:
    """Never certain of what holds more than is predicted; certain of a text that is there."""
    try:
        text = json.dumps(got, ensure_ascii=False)
    except TypeError:
        return None
    return False if str(want).casefold() in text.casefold() else None


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    return False if False in found else None if None in found else True


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    return True if True in found else None if None in found else False
