"""JSON pointers (RFC 6901) as plans use them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jsonpointer import JsonPointer, unescape
from pydantic import JsonValue


def wrapped(pointer: str, value: JsonValue) -> JsonValue:
    """An otherwise empty body with the value at the pointer: ``/user`` gives ``{"user": value}``."""
    for key in reversed(parts_of(pointer)):
        value = {key: value}
    return value


def placed(values: Iterable[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    """An object with each value at its pointer; no pointer is empty."""
    whole: dict[str, JsonValue] = {}
    for pointer, value in values:
        *above, last = parts_of(pointer)
        inside = whole
        for key in above:
            deeper = inside.setdefault(key, {})
            assert isinstance(deeper, dict)
            inside = deeper
        inside[last] = value
    return whole


def parts_of(pointer: str) -> list[str]:
    """The keys of a pointer, outermost first."""
    return [unescape(part) for part in pointer.split("/")[1:]]


def pointer_to(parts: Iterable[str]) -> str:
    """The pointer of these keys, outermost first."""
    path: str = JsonPointer.from_parts(list(parts)).path
    return path


def value_at(body: Any, pointer: str) -> Any:
    """The value at the pointer; None if there is none."""
    return JsonPointer(pointer).resolve(body, None)
