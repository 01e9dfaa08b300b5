"""References and places inside one document: JSON pointers (RFC 6901), by `jsonpointer`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from jsonpointer import EndOfList, JsonPointer, JsonPointerException, escape

from workbench.openapi.repairs import WHOLE

# A reference that goes through more references than this is taken for a circle.
MAX_HOPS = 20
# Keys whose text names a place in this or another document.
REFERENCE_KEYS = ("$ref", "$dynamicRef", "operationRef", "externalValue")


def resolve(document: dict[str, Any], node: Any) -> Any:
    """What a node stands for, through its references; None if they lead nowhere.

    Nothing outside the document is read.
    """
    for _ in range(MAX_HOPS):
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return node
        node = target_of(document, node["$ref"])
    return None


def target_of(document: dict[str, Any], reference: str) -> Any:
    """The node that a reference such as ``#/components/schemas/Pet`` names; None if none is."""
    if not reference.startswith("#"):
        return None
    try:
        target = JsonPointer(unquote(reference[1:])).resolve(document)
    except JsonPointerException:
        return None
    return None if isinstance(target, EndOfList) else target


def below(place: str, key: object) -> str:
    """The pointer of a member of the node at a pointer."""
    return f"{'' if place == WHOLE else place}/{escape(str(key))}"


def pointer_of(parts: Any) -> str:
    """The pointer of a path of keys; words for the whole document if there are none."""
    return JsonPointer.from_parts(list(parts)).path or WHOLE


def walk(document: Any) -> Iterator[tuple[str, Any]]:
    """Pointer and node of every node, in the document's order, the document itself included.

    A node may be changed in place before the walk goes on.
    """
    stack = [(WHOLE, document)]
    while stack:
        place, node = stack.pop()
        yield place, node
        if isinstance(node, dict):
            stack += [(below(place, key), child) for key, child in reversed(node.items())]
        elif isinstance(node, list):
            stack += [(below(place, at), child) for at, child in reversed([*enumerate(node)])]
