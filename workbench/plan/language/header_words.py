"""What a step expects of a response's headers, in the words of the matchers of bodies, as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from workbench.plan.patterns import pattern_problem
from workbench.plan.tokens import without_tokens

ANY = "."
NONE = "^$"
_INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
_TYPES = {
    "integer": r"^-?\d+$",
    "number": r"^-?\d+(\.\d+)?$",
    "boolean": "^(true|false)$",
    "string": ANY,
}
HEADER_OPS = ("equals", "matches", "contains", "present", "absent", "instant", "type", "length")
SCHEMA: dict[str, Any] = {
    "anyOf": [
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "op": {"enum": list(HEADER_OPS)},
                    "value": {},
                },
                "required": ["name", "op"],
            },
        },
        {"type": "object", "additionalProperties": {"type": "string"}},
    ]
}


def header_patterns(data: Any) -> Any:
    """Name → RE2 pattern, from a list of matches, or from a mapping in which * is any value."""
    if isinstance(data, Mapping):
        data = {name: ANY if text == "*" else text for name, text in data.items()}
    elif isinstance(data, list):
        data = {_name(match): _pattern(match) for match in data}
    else:
        return data
    for name, pattern in data.items():
        problem = pattern_problem(pattern) if isinstance(pattern, str) else None
        if problem is not None:
            raise ValueError(f"header {name}: {problem}")
    return data


def _name(match: Any) -> str:
    if not isinstance(match, Mapping) or not isinstance(match.get("name"), str):
        raise ValueError("each header is {name, op, value}")
    return str(match["name"])


def _pattern(match: Mapping[str, Any]) -> str:
    value = match.get("value")
    text = without_tokens(str(value), re.escape)
    match match.get("op"):
        case "equals":
            return f"^{text}$"
        case "contains":
            return text
        case "matches" if isinstance(value, str):
            return value
        case "present":
            return ANY
        case "absent":
            return NONE
        case "instant":
            return _INSTANT
        case "type" if value in _TYPES:
            return _TYPES[value]
        case "length" if isinstance(value, int):
            return f"^.{{{value}}}$"
    raise ValueError(
        f"header {match['name']}: no {match.get('op')} {value!r}; a header takes {', '.join(HEADER_OPS)}"
    )
