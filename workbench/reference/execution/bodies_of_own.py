"""What the schema of a body refuses: of an own operation for certain, of a client's document perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from workbench.openapi.normalising import normalise
from workbench.openapi.schemas import schema_at
from workbench.plan.system import SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.index import Purpose
from workbench.reference.execution.requests import Request, bodies
from workbench.reference.execution.symbols import ABSENT, Value
from workbench.reference.execution.wire import Fault
from workbench.reference.execution.writes import at

# A value of each JSON type. An integer is a number too, and what is null may be taken as left out.
_OF_TYPE: Mapping[str, JsonValue] = {
    "string": "text",
    "integer": 7,
    "number": 7.5,
    "boolean": True,
    "array": [],
    "object": {},
}
_PYTHON: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def values_of_other_types(schema: JsonValue) -> Iterator[JsonValue]:
    """A text where none may be, or a list where a text may: what no reader takes for the type."""
    wanted = _type_of(schema)
    if wanted is not None:
        yield _OF_TYPE["array"] if wanted in ("string", "object") else _OF_TYPE["string"]


def schema_faults(schema: Mapping[str, JsonValue], sent: Mapping[str, Value]) -> list[Fault]:
    """What is wrong with an object for certain; nothing is said of what the schema leaves open."""
    required = schema.get("required")
    faults = [
        wire.NOT_ACCEPTABLE.of(str(name))
        for name in (required if isinstance(required, list) else [])
        if sent.get(str(name), ABSENT) is ABSENT
    ]
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, dict) else ():
        value, wanted = sent.get(name, ABSENT), _type_of(part)
        if wanted is not None and isinstance(value, str | int | float | bool | list | dict):
            if wanted == "integer" and isinstance(value, float) and value.is_integer():
                continue  # 1.0 is an integer to JSON Schema, and not to every decoder
            is_truth = isinstance(value, bool) and wanted != "boolean"
            if is_truth or not isinstance(value, _PYTHON[wanted]):
                faults.append(wire.WRONG_TYPE)
    return faults


def _type_of(schema: JsonValue) -> str | None:
    """The one JSON type that a schema names; None if it names none, or several."""
    found = schema.get("type") if isinstance(schema, dict) else None
    return found if isinstance(found, str) and found in _PYTHON else None


def may_be_forbidden(plan: SystemPlan, purpose: Purpose, request: Request) -> bool:
    """True if a client's document refuses the body for its members, whatever values its fields have.

    A server may enforce `additionalProperties: false` and `minProperties`, or ignore them as most do.
    """
    schema = purpose.operation.request
    if plan.document is None or schema is None:
        return False
    inside = purpose.binding.body_in if purpose.binding is not None else ""
    document = normalise(plan.document).document
    return any(
        _breaks(schema_at(document, schema, place) or {}, at(body.value, place))
        for body in bodies(request)
        for place in dict.fromkeys(("", inside))
    )


def _breaks(schema: Mapping[str, object], sent: Value) -> bool:
    fewest, named = schema.get("minProperties"), schema.get("properties")
    members = sent if isinstance(sent, dict) else {}
    is_closed = schema.get("additionalProperties") is False
    is_unknown = is_closed and isinstance(named, dict) and not members.keys() <= named.keys()
    is_small = isinstance(fewest, int) and isinstance(sent, dict) and len(members) < fewest
    return is_unknown or is_small
