"""Every operation of a document with its place, and the parameters that hold for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from workbench.openapi.references import below, resolve

PLACES = ("path", "query", "header", "cookie")
METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


@dataclass(frozen=True)
class PlacedOperation:
    """An operation object: where it stands, its path and method, and the path item around it."""

    place: str
    path: str
    method: str
    item: dict[str, Any]
    operation: dict[str, Any]


def operations_of(document: dict[str, Any]) -> Iterator[PlacedOperation]:
    """Each operation, in the document's order. What is not an object is left out."""
    for path, item in document["paths"].items():
        if not isinstance(item, dict):
            continue
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                place = below(below("/paths", path), method)
                yield PlacedOperation(place, path, method, item, operation)


def parameters_of(document: dict[str, Any], placed: PlacedOperation) -> list[dict[str, Any]]:
    """The parameters of an operation and those of its path, resolved; the operation's own win."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for holder in (placed.item, placed.operation):
        for parameter in holder.get("parameters") or []:
            resolved = resolve(document, parameter)
            if is_parameter(resolved):
                found[resolved["name"], resolved["in"]] = resolved
    return list(found.values())


def is_parameter(node: Any) -> bool:
    """Whether the node has what every parameter has: a name, and a place in the request."""
    if not isinstance(node, dict):
        return False
    name, place = node.get("name"), node.get("in")
    return isinstance(name, str) and name != "" and isinstance(place, str) and place in PLACES
