"""Names for operations that Go, TypeScript and a person can write: identifiers, none twice."""

from __future__ import annotations

import re
from typing import Any

from anyascii import anyascii

from workbench.openapi.document_operations import PlacedOperation, operations_of
from workbench.openapi.free_names import free_name
from workbench.openapi.repairs import Repairs
from workbench.plan.names import camel

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
# Words of JavaScript and TypeScript that no function can have for a name, and the names that the
# generated client has for itself.
RESERVED = frozenset(
    [
        "arguments",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "debugger",
        "default",
        "delete",
        "do",
        "else",
        "enum",
        "eval",
        "export",
        "extends",
        "false",
        "finally",
        "for",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "instanceof",
        "interface",
        "let",
        "new",
        "null",
        "package",
        "private",
        "protected",
        "public",
        "return",
        "static",
        "super",
        "switch",
        "this",
        "throw",
        "true",
        "try",
        "typeof",
        "undefined",
        "var",
        "void",
        "while",
        "with",
        "yield",
        "async",
        "api",
        "dataOf",
        "keepToken",
        "listOf",
        "signOut",
    ]
)


def name_operations(document: dict[str, Any], repairs: Repairs) -> dict[str, str]:
    """Gives every operation an id of its own that is an identifier; changes the document in place.

    Returns each id that was changed with what it became.
    """
    given = [placed.operation.get("operationId") for placed in operations_of(document)]
    taken = {name for name in given if isinstance(name, str) and is_identifier(name)}
    seen: set[str] = set()
    renamed: dict[str, str] = {}
    for placed in operations_of(document):
        name = placed.operation.get("operationId")
        if isinstance(name, str) and name not in seen and is_identifier(name):
            seen.add(name)
            continue
        new = free_name(_proposed(placed, name, seen), taken)
        taken.add(new)
        placed.operation["operationId"] = new
        if not isinstance(name, str) or not name.strip():
            repairs.note(placed.place, "operationId is missing; named by method and path", new)
        elif name in seen:
            repairs.note(placed.place, "operationId occurs twice; named by method and path", new)
        else:
            seen.add(name)
            renamed[name] = new
            repairs.note(
                placed.place, "operationId is not an identifier; renamed", f"{name}: {new}"
            )
    return renamed


def is_identifier(name: str) -> bool:
    """Whether a function can have the name, and its file too."""
    return len(name) <= 100 and name not in RESERVED and _IDENTIFIER.match(name) is not None


def _proposed(placed: PlacedOperation, name: Any, seen: set[str]) -> str:
    by_path = camel(anyascii(f"{placed.method} {placed.path}"))[:80]
    if not isinstance(name, str) or name in seen:
        return by_path
    spelled = camel(anyascii(name))[:80]
    for proposal in (spelled, f"{spelled}Operation"):
        if is_identifier(proposal):
            return proposal
    return by_path
