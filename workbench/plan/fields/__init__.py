"""Fields of an entity: one model for each kind of type, told apart by the key `type`."""

from __future__ import annotations

from workbench.plan.fields.derived import Aggregate, Derived
from workbench.plan.fields.reading import AnyField, read_field
from workbench.plan.fields.types import (
    ARRAYS,
    LONGEST_ITEM,
    MOST_ITEMS,
    NUMERIC,
    SNAKE_CASE,
    TEXTUAL,
    WIRE_NAME,
    FieldType,
    WriteAccess,
)
from workbench.plan.fields.variants import (
    BooleanField,
    BoundedField,
    EntityField,
    EnumField,
    IntegerField,
    ListField,
    NumberField,
    PlainField,
    RefField,
    RefsField,
    TextField,
)

__all__ = [
    "ARRAYS",
    "LONGEST_ITEM",
    "MOST_ITEMS",
    "NUMERIC",
    "SNAKE_CASE",
    "TEXTUAL",
    "WIRE_NAME",
    "Aggregate",
    "AnyField",
    "BooleanField",
    "BoundedField",
    "Derived",
    "EntityField",
    "EnumField",
    "FieldType",
    "IntegerField",
    "ListField",
    "NumberField",
    "PlainField",
    "RefField",
    "RefsField",
    "TextField",
    "WriteAccess",
    "read_field",
]
