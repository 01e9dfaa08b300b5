"""Values that break each constraint of a field, and values exactly at its limits."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.fields import (
    LONGEST_ITEM,
    BoundedField,
    EntityField,
    FieldType,
    ListField,
    TextField,
)


@dataclass(frozen=True)
class BrokenValue:
    """A value that the server must reject, and the constraint it breaks."""

    reason: str
    value: JsonValue


def broken_values(field: EntityField) -> list[BrokenValue]:
    """Values that break one constraint each; none for a field without constraints."""
    broken: list[BrokenValue] = []
    if not field.nullable and field.required:
        broken.append(BrokenValue("null", None))
    if isinstance(field, TextField):
        broken += _broken_text(field)
    broken += [BrokenValue(reason, value) for reason, value in _BROKEN_BY_TYPE.get(field.type, ())]
    if isinstance(field, ListField):
        longer = "x" * ((field.max_length or LONGEST_ITEM) + 1)
        broken.append(BrokenValue("too_long", [longer]))
    if isinstance(field, BoundedField):
        broken += _out_of_bounds(field)
    return broken


def edge_values(field: EntityField) -> list[JsonValue]:
    """Values exactly at each limit of a field, all different; none for a field with a pattern."""
    edges: list[JsonValue] = []
    match field:
        case TextField() if field.examples or field.pattern is not None:
            pass
        case TextField() if field.type in (FieldType.STRING, FieldType.TEXT):
            lengths = [length for length in (field.min_length, field.max_length) if length]
            edges = ["x" * length for length in lengths]
        case BoundedField():
            limits = [limit for limit in (field.min, field.max) if limit is not None]
            edges = [_as_type(field, limit) for limit in limits]
    return [edge for n, edge in enumerate(edges) if edge not in edges[:n]]


_BROKEN_BY_TYPE: dict[FieldType, tuple[tuple[str, JsonValue], ...]] = {
    FieldType.STRING: (("wrong_type", 12345),),
    FieldType.TEXT: (("wrong_type", 12345),),
    FieldType.INTEGER: (("wrong_type", "many"), ("fraction", 3.25)),
    FieldType.NUMBER: (("wrong_type", "many"),),
    FieldType.BOOLEAN: (("wrong_type", "perhaps"),),
    FieldType.DATE: (("impossible_date", "2024-02-30"), ("wrong_format", "yesterday")),
    FieldType.DATETIME: (("wrong_format", "yesterday at noon"),),
    FieldType.ENUM: (("not_a_member", "not-one-of-them"),),
    FieldType.DECIMAL: (("wrong_type", 12.5), ("wrong_format", "12,50")),
    FieldType.TIME: (("impossible_time", "25:00"), ("wrong_format", "half past nine")),
    FieldType.EMAIL: (("wrong_format", "no-at-sign"),),
    FieldType.URL: (("wrong_format", "not a url"),),
    FieldType.REF: (("unknown", int(UNKNOWN_IDS["int64"])),),
    FieldType.LIST: (
        ("wrong_type", "none"),
        ("empty_text", ["one", ""]),
        ("line_break", ["one\ntwo"]),
    ),
    FieldType.REFS: (("wrong_type", "none"), ("unknown", [int(UNKNOWN_IDS["int64"])])),
}


def _broken_text(field: TextField) -> list[BrokenValue]:
    broken = []
    if field.min_length:
        broken.append(BrokenValue("too_short", "x" * (field.min_length - 1)))
    if field.max_length is not None:
        broken.append(BrokenValue("too_long", "x" * (field.max_length + 1)))
    if field.pattern is not None:
        broken.append(BrokenValue("pattern", "\u2603 does not fit \u2603"))
    return broken


def _out_of_bounds(field: BoundedField) -> list[BrokenValue]:
    broken = []
    if field.min is not None:
        broken.append(BrokenValue("below_min", _as_type(field, field.min - 1)))
    if field.max is not None:
        broken.append(BrokenValue("above_max", _as_type(field, field.max + 1)))
    return broken


def _as_type(field: BoundedField, value: float) -> JsonValue:
    return int(value) if field.type is FieldType.INTEGER else value
