"""Makes every schema of a document a valid JSON Schema: common old spellings are rewritten first.

What the metaschema still refuses is left out, keyword by keyword, so that the rest stays proven.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema
from jsonschema_rs import Draft202012Validator

from workbench.openapi.references import below, pointer_of
from workbench.openapi.repairs import Repairs
from workbench.openapi.schema_walk import BY_NAME, ONE, SEVERAL, schemas_of

# A keyword that is left out can leave another one that is wrong; more rounds were never needed.
MAX_ROUNDS = 5

_ESCAPE = re.compile(r"\\(?:[pPu]\{[^{}]*\}|[^\n])")
_NAMED_GROUP = re.compile(r"\(\?<(?![=!])")
# What Python alone does not take.
_NOT_IN_PYTHON = ("bad character range", "look-behind requires", "redefinition of group")

Schema = dict[str, Any]


def repair_schemas(document: dict[str, Any], repairs: Repairs) -> None:
    """Changes the document in place."""
    _recursion(document, repairs)
    for place, schema in schemas_of(document):
        _required(place, schema, repairs)
        _pattern(place, schema, repairs)
        if isinstance(schema.get("items"), list):
            schema["prefixItems"] = schema.pop("items")
            repairs.note(place, "items that are a list are written as prefixItems")
    for place, schema in list(_outermost(document)):
        _valid(place, schema, repairs)


def schema_errors(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Place and reason of everything in the document's schemas that is not valid JSON Schema."""
    for place, schema in _outermost(document):
        for error in _errors(schema):
            inside = pointer_of(error.instance_path) if error.instance_path else ""
            yield place + inside, error.message


def _outermost(document: dict[str, Any]) -> Iterator[tuple[str, Schema]]:
    """The schemas that lie in no other: the metaschema covers what lies below them."""
    for place, schema in schemas_of(document):
        if place.endswith("/schema") or place.rpartition("/")[0] == "/components/schemas":
            yield place, schema


def _recursion(document: dict[str, Any], repairs: Repairs) -> None:
    """Writes JSON Schema 2019-09's recursion as references to the nearest schema that is an anchor."""
    anchors: list[str] = []
    for place, schema in schemas_of(document):
        if "$recursiveAnchor" in schema:
            if schema.pop("$recursiveAnchor") is True:
                anchors.append(place)
            repairs.note(place, "$recursiveAnchor is written as references")
        if "$recursiveRef" in schema:
            del schema["$recursiveRef"]
            around = [anchor for anchor in anchors if f"{place}/".startswith(f"{anchor}/")]
            if around:
                schema["$ref"] = f"#{max(around, key=len)}"
            repairs.note(place, "$recursiveRef is written as a reference")


def _required(place: str, schema: Schema, repairs: Repairs) -> None:
    """Moves ``required: true`` of a property to the object that has it, as JSON Schema says it."""
    properties = schema.get("properties")
    for name, member in properties.items() if isinstance(properties, dict) else ():
        if isinstance(member, dict) and isinstance(member.get("required"), bool):
            names = schema.setdefault("required", [])
            if member.pop("required") and isinstance(names, list) and name not in names:
                names.append(name)
            repairs.note(
                below(below(place, "properties"), name),
                "required is true or false; it was moved to the object's list",
            )
    if schema.get("required") == []:
        del schema["required"]


def _pattern(place: str, schema: Schema, repairs: Repairs) -> None:
    """Leaves out a pattern that no dialect of regular expressions can read."""
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and not _is_pattern(pattern):
        del schema["pattern"]
        repairs.note(place, "its pattern is no regular expression; it is left out", pattern)


def _is_pattern(pattern: str) -> bool:
    """Whether brackets and repetitions are in order: escapes are each dialect's own matter."""
    plain = _ESCAPE.sub("x", pattern).replace("[^]", ".").replace("[]", "x")
    try:
        re.compile(_NAMED_GROUP.sub("(?P<", plain))
    except re.error as error:
        return error.msg.startswith(_NOT_IN_PYTHON)
    except (RecursionError, OverflowError):
        return True
    return True


def _valid(place: str, schema: Schema, repairs: Repairs) -> None:
    for _ in range(MAX_ROUNDS):
        wrong = [_wrong_member(schema, error.instance_path) for error in _errors(schema)]
        if not wrong:
            return
        for holder, key, path in wrong:
            if isinstance(holder, list) and isinstance(key, int) and key < len(holder):
                holder[key] = {}
            elif isinstance(holder, dict) and key in holder:
                del holder[key]
            else:
                continue
            keyword = key if isinstance(key, str) else "a member"
            if len(path) > 1 and path[-2] in BY_NAME:
                keyword = "a member"
            repairs.note(
                place + pointer_of(path),
                f"{keyword} is not valid JSON Schema there; it is left out",
            )


def _errors(schema: Schema) -> list[Any]:
    return list(_metaschema().iter_errors(schema))


def _wrong_member(schema: Schema, path: list[Any]) -> tuple[Any, Any, list[Any]]:
    """The innermost member that holds what is wrong: its holder, its key, and the path to it.

    A keyword's own value is never taken apart: if one of its parts is wrong, all of it is. The
    validator leaves out members with an empty name, so a path may lead nowhere: it ends there.
    """
    node: Any = schema
    holder, last, length, is_schema = None, None, 0, True
    for index, key in enumerate(path):
        if not _has(node, key):
            break
        holder, last, length = node, key, index + 1
        node = node[key]
        if is_schema and key not in ONE | SEVERAL | BY_NAME:
            break
        is_schema = key in ONE if is_schema else True
    return holder, last, path[:length]


def _has(node: Any, key: Any) -> bool:
    if isinstance(node, list):
        return isinstance(key, int) and key < len(node)
    return isinstance(node, dict) and key in node


@lru_cache(maxsize=1)
def _metaschema() -> Draft202012Validator:
    return Draft202012Validator(dict(jsonschema.Draft202012Validator.META_SCHEMA))
