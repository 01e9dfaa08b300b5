"""Builds the path and the body of a request from bindings and fields."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from workbench.plan.fields import EntityField
from workbench.plan.pointers import placed, wrapped
from workbench.plan.system import Binding, Entity, SystemPlan

# Identifiers that no record has, by type.
UNKNOWN_IDS = {
    "int64": "987654321",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "slug": "no-such-record",
}


def parent_capture(field: EntityField) -> str:
    """Name under which the id of a reference's target is captured."""
    return f"{(field.target or '').lower()}_id"


def second_capture(field: EntityField) -> str:
    """Name under which the id of another record is captured that an array of references can have."""
    return f"{(field.target or '').lower()}_more_id"


def request_path(
    plan: SystemPlan,
    binding: Binding,
    identifier: str = "",
    parents: Mapping[str, JsonValue] | None = None,
) -> str:
    """The operation's path with the record's id and its parents' ids.

    `parents` gives the parents' ids by field; any other is the captured one.
    """
    entity = plan.entity(binding.entity)
    path = plan.operation(binding.operation).path
    for parameter, name in binding.path_from.items():
        captured = "{{" + parent_capture(entity.field(name)) + "}}"
        path = path.replace("{" + parameter + "}", str((parents or {}).get(name, captured)))
    return path.replace("{" + binding.id_param + "}", identifier)


def request_body(entity: Entity, binding: Binding, values: Mapping[str, JsonValue]) -> JsonValue:
    """A body with each value at its pointer, without the values that are in the path."""
    places = {field.name: field.place_in for field in entity.fields}
    return wrapped(binding.body_in, _placed(entity, values, places))


def written(entity: Entity, values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """A record as it is returned; a name that is not a field stays as it is."""
    return _placed(entity, values, {field.name: field.place for field in entity.fields})


def _placed(
    entity: Entity, values: Mapping[str, JsonValue], places: Mapping[str, str]
) -> dict[str, JsonValue]:
    by_path = {field.name for field in entity.path_fields}
    return placed(
        (places.get(name, f"/{name}"), value)
        for name, value in values.items()
        if name not in by_path
    )
