"""What a document's JSON Schemas say of the value at a pointer."""

from __future__ import annotations

from typing import Any

from workbench.openapi.references import resolve
from workbench.plan.pointers import parts_of

_PARTS = ("allOf", "anyOf", "oneOf")


def schema_at(document: dict[str, Any], schema: Any, pointer: str) -> dict[str, Any] | None:
    """The schema of the value at a pointer; None if the schema has no such value.

    A schema that names no properties says nothing, and so has everything.
    """
    current = _object(resolve(document, schema))
    for part in parts_of(pointer):
        if current is None:
            return None
        current = _member(document, current, part, ())
    return current


def _member(
    document: dict[str, Any], schema: Any, name: str, around: tuple[int, ...]
) -> dict[str, Any] | None:
    """The schema of a member; `around` are the schemas that this one is a part of, by identity."""
    schema = _object(resolve(document, schema))
    if schema is None or id(schema) in around:
        return None
    if name.isdigit() and "items" in schema:
        return _object(resolve(document, schema["items"]))
    properties = _object(schema.get("properties")) or {}
    if name in properties:
        return _object(resolve(document, properties[name]))
    parts = [part for key in _PARTS for part in schema.get(key) or []]
    for part in parts:
        found = _member(document, part, name, (*around, id(schema)))
        if found is not None:
            return found
    says_nothing = not properties and not parts and schema.get("type") in (None, "object")
    return {} if says_nothing or isinstance(schema.get("additionalProperties"), dict) else None


def _object(schema: Any) -> dict[str, Any] | None:
    """The schema, if it is an object; that of anything if it is true."""
    return {} if schema is True else schema if isinstance(schema, dict) else None
