"""Evaluates matchers on values of a response, with the same meaning as in the Go contract tests.

`tests/data/matchers.json` holds the test cases for both.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from workbench.plan.patterns import is_found
from workbench.plan.steps import Match, Matcher

MISSING = object()
_INDEX = re.compile(r"0|[1-9]\d*", re.ASCII)
_INSTANT = re.compile(
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})", re.ASCII
)


def at(body: Any, pointer: str) -> Any:
    """The value at an RFC 6901 pointer; `MISSING` if there is none."""
    for part in pointer.split("/")[1:]:
        part = part.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict) and part in body:
            body = body[part]
        elif isinstance(body, list) and _INDEX.fullmatch(part) and int(part) < len(body):
            body = body[int(part)]
        else:
            return MISSING
    return body


def is_met(match: Match, body: Any, want: Any) -> bool:
    """Whether a body meets an expectation; `want` is its value with the tokens filled in."""
    got = at(body, match.pointer)
    if match.op is Matcher.ABSENT:
        return got is MISSING
    return got is not MISSING and holds(match.op, got, want)


def holds(op: Matcher, got: Any, want: Any) -> bool:
    """Whether a present value satisfies a matcher."""
    match op:
        case Matcher.EQUALS:
            return _equal(got, want)
        case Matcher.DIFFERS:
            return not _equal(got, want)
        case Matcher.PRESENT:
            return True
        case Matcher.INSTANT:
            return _instant(got) is not None and _instant(got) == _instant(want)
        case Matcher.TYPE:
            return _type(got) == want or (want == "number" and _type(got) == "integer")
        case Matcher.MATCHES:
            return isinstance(got, str) and is_found(str(want), got)
        case Matcher.LENGTH:
            return isinstance(got, list) and _equal(len(got), want)
        case Matcher.CONTAINS:
            return _contains(got, want)
        case Matcher.EXCLUDES:
            return isinstance(got, list | str) and not _contains(got, want)
        case Matcher.UNORDERED:
            return _same_members(got, want)
        case Matcher.OMITS:
            return str(want).lower() not in _as_json(got).lower()
        case Matcher.ABSENT:
            return False


def _equal(got: Any, want: Any) -> bool:
    """Equality of JSON values: 3 equals 3.0, but true does not equal 1."""
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(_equal, got, want))
    if isinstance(got, dict) and isinstance(want, dict):
        return got.keys() == want.keys() and all(_equal(got[key], want[key]) for key in got)
    return bool(got == want)


def _contains(got: Any, want: Any) -> bool:
    """True if a list has an element with every value of `want`, or a text has `want` as a part."""
    if isinstance(got, str):
        return isinstance(want, str) and want in got
    return isinstance(got, list) and any(_agrees(item, want) for item in got)


def _agrees(got: Any, want: Any) -> bool:
    if not isinstance(want, dict):
        return _equal(got, want)
    return isinstance(got, dict) and all(
        key in got and _agrees(got[key], value) for key, value in want.items()
    )


def _same_members(got: Any, want: Any) -> bool:
    """True if both lists have the same elements, in any order: each pairs with one of the other."""
    if not isinstance(got, list) or not isinstance(want, list) or len(got) != len(want):
        return False
    unpaired = list(got)
    for item in want:
        index = next((n for n, other in enumerate(unpaired) if _agrees(other, item)), None)
        if index is None:
            return False
        del unpaired[index]
    return True


def _as_json(value: Any) -> str:
    """The value as JSON without spaces, keys sorted, no letter escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _instant(value: Any) -> tuple[datetime, str] | None:
    """The instant of an RFC 3339 text to the second, and its fraction's digits; None for other values."""
    parts = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if parts is None:
        return None
    try:
        return datetime.fromisoformat(parts[1] + parts[3]), (parts[2] or "").rstrip("0")
    except ValueError:
        return None


def _type(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {str: "string", list: "array", dict: "object", int: "integer", float: "number"}
    return names[type(value)]
