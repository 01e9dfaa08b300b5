"""Where a document holds JSON Schemas: component schemas, bodies, parameters, headers, and below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.openapi.references import below
from workbench.openapi.repairs import WHOLE

# Keys of JSON Schema whose value is one schema, a list of schemas, or schemas by name.
ONE = frozenset(
    [
        "items",
        "additionalProperties",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentSchema",
        "additionalItems",
    ]
)
SEVERAL = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
BY_NAME = frozenset({"properties", "patternProperties", "$defs", "definitions", "dependentSchemas"})
# Keys of OpenAPI whose members are names of the document's own, and those that hold plain data.
NAMES = frozenset(
    [
        "paths",
        "webhooks",
        "parameters",
        "responses",
        "headers",
        "requestBodies",
        "callbacks",
        "pathItems",
        "links",
        "content",
        "securitySchemes",
    ]
)
DATA = frozenset({"example", "examples", "default", "enum", "const", "value"})


def schemas_of(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pointer and schema of every schema that is an object, parents first, in the document's order.

    A schema may be changed in place before the walk goes on.
    """
    stack: list[tuple[str, Any, str]] = [(WHOLE, document, "object")]
    while stack:
        place, node, kind = stack.pop()
        if kind == "schema" and isinstance(node, dict):
            yield place, node
        children = [
            (below(place, key), child, child_kind)
            for key, child, child_kind in _children(node, kind)
            if isinstance(child, dict | list)
        ]
        stack += reversed(children)


def _children(node: Any, kind: str) -> Iterator[tuple[object, Any, str]]:
    """Key, value and kind of each member that can hold schemas."""
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield index, child, kind
    elif not isinstance(node, dict):
        return
    elif kind == "schema":
        for key, child in node.items():
            if key in ONE or key in SEVERAL:
                yield key, child, "schema"
            elif key in BY_NAME:
                yield key, child, "schemas"
    elif kind in ("schemas", "names"):
        for key, child in node.items():
            yield key, child, "schema" if kind == "schemas" else "object"
    else:
        for key, child in node.items():
            if key in DATA or str(key).startswith("x-"):
                continue
            yield (
                key,
                child,
                {"schema": "schema", "schemas": "schemas"}.get(key)
                or ("names" if key in NAMES and isinstance(child, dict) else "object"),
            )
