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

_PYTHON: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


def schema_faults(schema: Mapping[str, JsonValue], sent: Mapping[str, Value]) -> list[Fault]:
    """What is wrong with an object for certain; nothing is said of what the schema leaves open.

    Patterns and formats are not looked at, and symbols stand for values of their own type.
    """
    required = schema.get("required")
    names = [str(name) for name in required] if isinstance(required, list) else []
    faults = [wire.NOT_ACCEPTABLE.of(name) for name in names if sent.get(name, ABSENT) is ABSENT]
    properties = schema.get("properties")
    for name, part in properties.items() if isinstance(properties, dict) else ():
        value = sent.get(name, ABSENT)
        if value is None and name in names and type_of(part) is not None:
            faults.append(wire.NOT_ACCEPTABLE.of(name))
        elif isinstance(part, dict) and isinstance(value, str | int | float | bool | list | dict):
            faults += _value_faults(name, part, value)
    return faults


def _value_faults(name: str, part: Mapping[str, JsonValue], value: Value) -> Iterator[Fault]:
    """Another type than the schema's, else a value beyond its limits."""
    wanted = type_of(part)
    if wanted == "integer" and isinstance(value, float) and value.is_integer():
        return  # 1.0 is an integer to JSON Schema, and not to every decoder
    is_truth = isinstance(value, bool) and wanted != "boolean"
    if wanted is not None and (is_truth or not isinstance(value, _PYTHON[wanted])):
        yield wire.WRONG_TYPE
    elif not _is_within(part, value):
        yield wire.NOT_ACCEPTABLE.of(name)


def _is_within(part: Mapping[str, JsonValue], value: Value) -> bool:
    """True for a value that the schema's words for values and their sizes allow."""
    allowed = part.get("enum")
    if isinstance(allowed, list) and value not in allowed:
        return False
    size, shortest, longest = value, part.get("minimum"), part.get("maximum")
    if isinstance(value, str):
        size, shortest, longest = len(value), part.get("minLength"), part.get("maxLength")
    elif isinstance(value, list):
        size, shortest, longest = len(value), part.get("minItems"), part.get("maxItems")
    if not isinstance(size, int | float):
        return True
    is_short = isinstance(shortest, int | float) and size < shortest
    return not (is_short or (isinstance(longest, int | float) and size > longest))


def type_of(schema: object) -> str | None:
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
