"""JSON pointers (RFC 6901) as the contract uses them."""

from __future__ import annotations

from pydantic import JsonValue


def wrapped(pointer: str, value: JsonValue) -> JsonValue:
    """The value at its place in an otherwise empty body: ``/user`` gives ``{"user": value}``."""
    for key in reversed([part for part in pointer.split("/") if part]):
        value = {key: value}
    return value
