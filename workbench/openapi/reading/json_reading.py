"""Reads a document that is written as JSON, tabs and line breaks inside its texts included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from workbench.openapi.reading.limits import MAX_DEPTH, MAX_VALUES
from workbench.openapi.reading.scalars import (
    TooManyDigits,
    has_surrogates,
    integer,
    number,
    without_surrogates,
)
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.repairs import WHOLE, Repairs

_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def looks_like_json(text: str) -> bool:
    """True if the first character opens an object or an array; YAML's flow style begins so too."""
    return text.lstrip()[:1] in ("{", "[")


def read_json(text: str, repairs: Repairs) -> Any:
    """The value of a JSON text.

    Raises `json.JSONDecodeError` if it is not JSON, and `UnusableDocument` if it is too deep or
    large, or holds a number of too many digits.
    """

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(members)
        if len(found) < len(members):
            names = [name for name, _ in members]
            again = next(name for name in names if names.count(name) > 1)
            repairs.note(WHOLE, "a key occurs twice in one object; the last value counts", again)
        return found

    try:
        value = json.loads(
            text,
            strict=False,
            object_pairs_hook=pairs,
            parse_int=integer,
            parse_float=number,
            parse_constant=str,
        )
    except TooManyDigits as error:
        raise UnusableDocument(WHOLE, str(error)) from error
    except RecursionError as error:
        raise too_deep(WHOLE) from error
    check_size(value)
    if _ESCAPED_SURROGATE.search(text) and any(has_surrogates(part) for part in _texts(value)):
        repairs.note(WHOLE, "half characters (lone surrogates) are written as U+FFFD")
        return _whole_characters(value)
    return value


def too_deep(place: str) -> UnusableDocument:
    """The refusal of a document that nests too deep."""
    return UnusableDocument(place, f"is nested deeper than {MAX_DEPTH} levels")


def too_large(place: str) -> UnusableDocument:
    """The refusal of a document of too many values."""
    return UnusableDocument(place, f"holds more than {MAX_VALUES:,} values")


def check_size(value: Any) -> None:
    """Raises `UnusableDocument` if a value is nested too deep or holds too much."""
    level, depth, count = [value], 0, 0
    while level:
        depth += any(isinstance(node, dict | list) for node in level)
        count += len(level)
        if depth > MAX_DEPTH:
            raise too_deep(WHOLE)
        if count > MAX_VALUES:
            raise too_large(WHOLE)
        level = [child for node in level for child in _children(node)]


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _texts(node: Any) -> Iterator[str]:
    """Every text of a value, keys included."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, child in node.items():
            yield key
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)


def _whole_characters(node: Any) -> Any:
    if isinstance(node, str):
        return without_surrogates(node)
    if isinstance(node, dict):
        return {without_surrogates(key): _whole_characters(child) for key, child in node.items()}
    return [_whole_characters(child) for child in node] if isinstance(node, list) else node
