"""Conventional lists: what they are filtered, searched and sorted by, and their query parameters."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.fields import (
    ARRAYS,
    BooleanField,
    EntityField,
    EnumField,
    FieldType,
    ListField,
    TextField,
)
from workbench.plan.language.operations import Parameter
from workbench.plan.system import Entity

FILTERED_TYPES = frozenset({FieldType.ENUM, FieldType.BOOLEAN, FieldType.REF, FieldType.REFS})
SEARCHED_TYPES = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def filter_fields(entity: Entity) -> list[EntityField]:
    """Fields that a list can be filtered by: enums, booleans and references, one or many.

    Of what the server writes only states that the plan marks.
    """
    return [
        field
        for field in entity.fields
        if field.type in FILTERED_TYPES
        and not field.secret
        and (field.is_written_by_client or is_filtered_state(field))
    ]


def is_filtered_state(field: EntityField) -> bool:
    """True for a value that the server writes and that the plan marks as one to filter by."""
    return isinstance(field, EnumField | BooleanField) and field.filtered


def search_fields(entity: Entity) -> list[EntityField]:
    """Fields that the search always covers: every text that clients write and that is not secret."""
    return [
        field for field in entity.client_fields if field.type in SEARCHED_TYPES and not field.secret
    ]


def searched_fields(entity: Entity) -> list[EntityField]:
    """Every field that the search covers: these texts, and what the plan marks."""
    always = {field.name for field in search_fields(entity)}
    return [field for field in entity.fields if _is_marked(field) or field.name in always]


def searches_unknown_texts(entity: Entity) -> bool:
    """True if a search covers texts that the server writes, which the plan does not know."""
    return any(_is_marked(field) and not field.is_written_by_client for field in entity.fields)


def _is_marked(field: EntityField) -> bool:
    return isinstance(field, TextField | ListField) and field.searched


def sort_fields(entity: Entity) -> list[EntityField]:
    """Fields that a list can be sorted by: every one but secrets and arrays."""
    return [field for field in entity.fields if not field.secret and field.type not in ARRAYS]


def has_newest_first(entity: Entity) -> bool:
    """True if a list without `sort` begins with the newest record."""
    return entity.default_sort in (None, "-id")


def order_text(entity: Entity) -> str:
    """The order of a list without `sort`, in words."""
    if has_newest_first(entity):
        return "newest first"
    name = (entity.default_sort or "").removeprefix("-")
    return f"by {name}" + (", descending" if entity.default_sort != name else "")


def list_parameters(entity: Entity) -> list[Parameter]:
    """The query parameters of a conventional list."""
    parameters = [
        Parameter(
            name="limit",
            location="query",
            description="Page size",
            json_schema={
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_LIMIT,
                "default": DEFAULT_LIMIT,
            },
        ),
        Parameter(
            name="offset",
            location="query",
            description="Records to skip",
            json_schema={"type": "integer", "minimum": 0, "default": 0},
        ),
        _sort_parameter(entity),
    ]
    if searched_fields(entity):
        names = ", ".join(field.name for field in searched_fields(entity))
        parameters.append(
            Parameter(
                name="q",
                location="query",
                description=f"Text to find, ignoring case, in: {names}",
                json_schema={"type": "string", "maxLength": 200},
            )
        )
    return parameters + [_filter_parameter(field) for field in filter_fields(entity)]


def _sort_parameter(entity: Entity) -> Parameter:
    names = ["id", *(field.name for field in sort_fields(entity))]
    orders: list[JsonValue] = [sign + name for name in names for sign in ("", "-")]
    return Parameter(
        name="sort",
        location="query",
        description=f"Field to sort by, with a leading minus in descending order; without it, {order_text(entity)}",
        json_schema={"type": "string", "enum": orders, "default": entity.default_sort or "-id"},
    )


def _filter_parameter(field: EntityField) -> Parameter:
    schema: dict[str, JsonValue]
    if field.type is FieldType.ENUM:
        schema = {"type": "string", "enum": list(field.values)}
    elif field.type is FieldType.BOOLEAN:
        schema = {"type": "boolean"}
    else:
        schema = {"type": "integer", "format": "int64", "minimum": 1}
    return Parameter(
        name=field.name,
        location="query",
        description=f"Only records with this {field.label.lower()}",
        json_schema=schema,
    )
