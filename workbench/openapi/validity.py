"""Whether a normalised document is valid OpenAPI 3.1, by the published JSON Schema, and what to do if not.

`jsonschema-rs` holds a document of 13 MB against it in a second, where the whole of
`openapi-spec-validator` takes three minutes, fetches references by itself, and keeps every document.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from jsonschema_rs import Draft202012Validator, ValidationError
from openapi_spec_validator.schemas import schema_v31

from workbench.openapi.document_operations import METHODS
from workbench.openapi.references import below, pointer_of
from workbench.openapi.repairs import Repairs, one_line

# What is left out can leave its holder without something that it must have, and so on outwards.
MAX_ROUNDS = 8
MAX_NAMES = 5
_KINDS = {
    "string": "a text",
    "object": "an object",
    "array": "a list",
    "boolean": "true or false",
    "number": "a number",
    "integer": "a whole number",
    "null": "empty",
}


def repair_members(document: dict[str, Any], repairs: Repairs) -> None:
    """Leaves out what OpenAPI has no place for, if no path, operation or answer goes with it.

    Changes the document in place. Its schemas are valid already (`schema_repairs`).
    """
    for _ in range(MAX_ROUNDS):
        errors = list(_openapi().iter_errors(document))
        # A member is unknown too where what it holds is wrong: that is mended first.
        inner = [error for error in errors if not _unknown(error)]
        if not sum(_left_out(document, error, repairs) for error in inner or errors):
            return


def document_problem(document: dict[str, Any]) -> str:
    """The first rule that the document breaks, with its place; empty for a valid document.

    Nothing is fetched.
    """
    for error in _openapi().iter_errors(document):
        return one_line(f"{pointer_of(error.instance_path)}: {_in_words(error)}")
    return ""


def _unknown(error: ValidationError) -> list[str]:
    """The names that an object should not have."""
    return list(getattr(error.kind, "unexpected", []))


def _in_words(error: ValidationError) -> str:
    """What is wrong, without the words of JSON Schema."""
    kind = error.kind
    unknown = _unknown(error)
    if unknown:
        names = ", ".join(unknown[:MAX_NAMES])
        return f"OpenAPI has no member {names} there"
    if hasattr(kind, "property"):
        return f"{kind.property} is missing"
    if hasattr(kind, "types"):
        return f"is not {' or '.join(_KINDS.get(name, name) for name in kind.types)}"
    if hasattr(kind, "options"):
        return "is none of the values that OpenAPI has there"
    if hasattr(kind, "pattern"):
        return "is not written as OpenAPI has it there"
    return "is not what OpenAPI has there"


def _left_out(document: dict[str, Any], error: ValidationError, repairs: Repairs) -> bool:
    """Whether what is wrong could be left out."""
    path = [str(part) for part in error.instance_path]
    unknown = _unknown(error)
    if unknown:
        holder = _at(document, path)
        there = [name for name in unknown if isinstance(holder, dict) and name in holder]
        for name in there:
            del holder[name]
            place = below(pointer_of(path), name)
            repairs.note(place, "OpenAPI has no such member there; it is left out")
        return bool(there)
    if _is_needed(path):
        return False
    holder = _at(document, path[:-1])
    if isinstance(holder, dict) and path[-1] in holder:
        del holder[path[-1]]
    elif isinstance(holder, list) and path[-1].isdigit() and int(path[-1]) < len(holder):
        del holder[int(path[-1])]
    else:
        return False
    repairs.note(pointer_of(path), f"{_in_words(error)}; it is left out")
    return True


def _is_needed(path: list[str]) -> bool:
    """Whether the system would be another one without it: a path, an operation, an answer."""
    if len(path) < 2:
        return not path or path[0] in ("openapi", "info", "paths", "components", "servers")
    if path[0] != "paths" or len(path) < 4:
        return path[0] == "paths" and (len(path) == 2 or path[2] in METHODS)
    return path[3] in ("responses", "requestBody", "parameters") and len(path) < 6


def _at(document: Any, path: list[str]) -> Any:
    """The node at a path, None if there is none; the validator gives keys of digits as numbers."""
    node = document
    for part in path:
        if isinstance(node, dict):
            node = node.get(part)
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return None
    return node


@lru_cache(maxsize=1)
def _openapi() -> Draft202012Validator:
    return Draft202012Validator(dict(schema_v31))
