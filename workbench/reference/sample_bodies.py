"""Bodies for an operation of the plan's own, made from the JSON Schema that it declares."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import JsonValue

from workbench.plan.language.operations import Operation
from workbench.reference.execution.bodies_of_own import type_of

# Longer texts and lists are left to api.abuse.
LONGEST_SENT = 10_000
# A text of each format of JSON Schema's that plans use; another format has no sample.
_OF_FORMAT: Mapping[str, str] = {
    "date": "2031-03-10",
    "date-time": "2031-03-10T10:00:00Z",
    "email": "amber@example.org",
    "uri": "https://example.org/amber",
}
# Words of a schema that say more than what is looked at here.
_UNCLEAR = frozenset({"$ref", "allOf", "anyOf", "format", "multipleOf", "not", "oneOf", "pattern"})


class NoSample(Exception):
    """The schema says more of a value than can be met without knowing what it means.

    Outside the tree: those who call for a body ask `can_be_called` first.
    """


def sound_body(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """An object with what the schema requires, within its limits. Raises `NoSample`."""
    value = sample(schema if "type" in schema else {**schema, "type": "object"})
    if not isinstance(value, dict):
        raise NoSample
    return value


def has_sample(schema: Mapping[str, JsonValue]) -> bool:
    """True if such an object can be made."""
    try:
        sound_body(schema)
    except NoSample:
        return False
    return True


def can_be_called(operation: Operation) -> bool:
    """False for an operation whose body cannot be made from its schema."""
    return operation.request is None or has_sample(operation.request)


def sent_to(operation: Operation) -> dict[str, JsonValue] | None:
    """A sound body for an operation; None for one that takes none. Raises `NoSample`."""
    return None if operation.request is None else sound_body(operation.request)


def refused_bodies(schema: Mapping[str, JsonValue]) -> Iterator[dict[str, JsonValue]]:
    """An object without anything that is asked for; else each property with a value that is refused."""
    required = schema.get("required")
    if required:
        yield {}
    sound = sound_body(schema) if has_sample(schema) else {}
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, dict) else ():
        for value in (*values_of_other_types(part), *values_beyond(part)):
            yield sound | {name: value}
        if isinstance(required, list) and name in required and type_of(part) is not None:
            yield sound | {name: None}


def values_of_other_types(schema: JsonValue) -> Iterator[JsonValue]:
    """A text where none may be, or a list where a text may: what no reader takes for the type."""
    wanted = type_of(schema)
    if wanted is not None:
        yield [] if wanted in ("string", "object") else "text"


def values_beyond(schema: JsonValue) -> Iterator[JsonValue]:
    """A value just beyond each limit of the schema, of the type that it wants."""
    if not isinstance(schema, dict):
        return
    wanted = type_of(schema)
    if isinstance(schema.get("enum"), list) and wanted == "string":
        yield "no such value"
    shortest, longest = schema.get("minLength"), schema.get("maxLength")
    if wanted == "string" and isinstance(shortest, int) and 0 < shortest <= LONGEST_SENT:
        yield "x" * (shortest - 1)
    if wanted == "string" and isinstance(longest, int) and longest < LONGEST_SENT:
        yield "x" * (longest + 1)
    for limit, beyond in (("minimum", -1), ("maximum", 1)):
        value = schema.get(limit)
        if wanted in ("integer", "number") and isinstance(value, int | float):
            yield value + beyond
    items, most = schema.get("items"), schema.get("maxItems")
    if wanted == "array" and isinstance(most, int) and isinstance(items, dict):
        with suppress(NoSample):
            yield [sample(items)] * (_bounded(most) + 1)


def sample(schema: Mapping[str, JsonValue]) -> JsonValue:
    """A value within the limits of a schema. Raises `NoSample`."""
    allowed = schema.get("enum")
    if isinstance(allowed, list) and allowed:
        return allowed[0]
    if "const" in schema:
        return schema["const"]
    if schema.get("format") in _OF_FORMAT and "pattern" not in schema:
        return _OF_FORMAT[str(schema["format"])]
    if _UNCLEAR & schema.keys() - ({"format"} if schema.get("format") == "int64" else set()):
        raise NoSample
    match _one_type(schema):
        case "string":
            shortest = _bounded(_whole(schema, "minLength", 0))
            return "amber"[: _whole(schema, "maxLength", 5)].ljust(shortest, "x")
        case "integer" | "number":
            low = _whole(schema, "minimum", 1)
            return min(low, _whole(schema, "maximum", low))
        case "boolean":
            return True
        case "array":
            count = _bounded(_whole(schema, "minItems", 0))
            return [_part(schema, "items")] * count if count else []
        case "object":
            names = schema.get("required")
            properties = _mapping(schema, "properties")
            return {
                str(name): _part(properties, str(name))
                for name in (names if isinstance(names, list) else [])
            }
    raise NoSample


def _one_type(schema: Mapping[str, JsonValue]) -> JsonValue:
    """The type; of several, such as a type or null, the first."""
    found = schema.get("type")
    return found[0] if isinstance(found, list) and found else found


def _part(schema: Mapping[str, JsonValue], name: str) -> JsonValue:
    return sample(_mapping(schema, name))


def _mapping(schema: Mapping[str, JsonValue], name: str) -> Mapping[str, JsonValue]:
    found = schema.get(name)
    if not isinstance(found, dict):
        raise NoSample
    return found


def _whole(schema: Mapping[str, JsonValue], word: str, otherwise: int) -> int:
    """A limit of the schema, where it is a whole number."""
    found = schema.get(word, otherwise)
    if not isinstance(found, int | float) or not math.isfinite(found) or found != int(found):
        raise NoSample
    return int(found)


def _bounded(count: int) -> int:
    """So many characters or items, if they can be sent. Raises `NoSample`."""
    if count > LONGEST_SENT:
        raise NoSample
    return count
