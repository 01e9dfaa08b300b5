"""What a document's JSON Schemas say of the value at a pointer."""

from __future__ import annotations

from typing import Any

from workbench.openapi.normalising import resolve
from workbench.plan.pointers import parts_of


def schema_at(document: dict[str, Any], schema: Any, pointer: str) -> dict[str, Any] | None:
    """The schema of the value at a pointer; None where the schema has no such value.

    A schema that names no properties says nothing, and so has everything.
    """
    current = resolve(document, schema)
    for part in parts_of(pointer):
        found = _member(document, current, part)
        if found is None:
            return None
        current = found
    return current if isinstance(current, dict) else None


def _member(document: dict[str, Any], schema: Any, name: str) -> dict[str, Any] | None:
    schema = resolve(document, schema)
    if not isinstance(schema, dict):
        return None
    if name.isdigit() and "items" in schema:
        items = resolve(document, schema["items"])
        return items if isinstance(items, dict) else None
    properties = schema.get("properties") or {}
    if name in properties:
        found = resolve(document, properties[name])
        return found if isinstance(found, dict) else None
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key) or []]
    for part in parts:
        found = _member(document, part, name)
        if found is not None:
            return found
    says_nothing = not properties and not parts and schema.get("type") in (None, "object")
    return {} if says_nothing or isinstance(schema.get("additionalProperties"), dict) else None
