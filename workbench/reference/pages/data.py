"""Records for a list: few enough for one page load, different enough that one list serves every check.

Each value of each filter has some records and lacks others, two filters disagree, optional fields are
empty in some records, numbers have one to four digits, and no day of a date is also a month.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import JsonValue

from workbench.plan.fields import (
    BooleanField,
    BoundedField,
    EntityField,
    EnumField,
    FieldType,
    ListField,
    RefField,
    RefsField,
    TextField,
)
from workbench.plan.invariants import Transition
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.data_for_tests import numbered_record, summed_field

# Every fifth record leaves its optional fields empty.
EMPTY_EVERY = 5
_AMOUNTS = (7, 40, 300, 1250)
_CHOICES = (FieldType.ENUM, FieldType.BOOLEAN, FieldType.REF, FieldType.REFS)
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER, FieldType.DECIMAL)
_FIRST_DAY, _DAYS = 14, 14
_LINES: list[JsonValue] = [["oak", "elm"], ["pine"], [], ["ash", "fir", "yew"]]


def listed_record(
    plan: SystemPlan,
    entity: Entity,
    number: int,
    targets: Mapping[str, Sequence[JsonValue]],
) -> dict[str, JsonValue]:
    """Record `number` of a list; `targets` has the ids that each reference takes in turn."""
    values = numbered_record(plan, entity, number)
    choices = [item for item in entity.client_fields if item.type in _CHOICES]
    for item in entity.client_fields:
        if item.name not in values or not is_free(plan, entity, item):
            continue
        turn = number // (choices.index(item) + 1) if item in choices else number
        if number % EMPTY_EVERY == 0 and item.nullable and not item.required:
            values[item.name] = None
        else:
            values[item.name] = _value(item, turn, values[item.name], targets.get(item.name, ()))
    return values


def is_free(plan: SystemPlan, entity: Entity, item: EntityField) -> bool:
    """True if a record may have any value of the field, whatever other records there are."""
    if item.unique or item.secret or item.name == entity.display_field:
        return False
    if isinstance(item, TextField) and item.examples:
        return False
    return not is_bound(plan, entity, item)


def is_bound(plan: SystemPlan, entity: Entity, item: EntityField) -> bool:
    """True if a rule over several records reads the field, so that a change of it may be refused."""
    rules = [
        rule
        for rule in plan.invariants
        if rule.entity == entity.name and not isinstance(rule, Transition)
    ]
    bound = {name for rule in rules for name in rule.own_fields}
    return item.name in bound | {summed_field(plan, rule) for rule in rules}


def other_values(
    item: EntityField, value: JsonValue, targets: Sequence[JsonValue] = ()
) -> list[JsonValue]:
    """Valid values that differ from this one: every option of a choice, else one; none if there is none.

    Of a number also zero, which a page may take for no value.
    """
    match item:
        case EnumField():
            return [one for one in item.choices if one != value]
        case BooleanField():
            return [not value]
        case RefField():
            return [one for one in targets if one != value][:1]
        case ListField():
            return [one for one in _LINES if one != value][:3]
        case RefsField():
            kept = sorted(value, key=str) if isinstance(value, list) else []
            return [one for one in _subsets(targets) if one != kept]
        case TextField():
            return _other_texts(item, str(value or ""))
    turns = (_value(item, turn, value, targets) for turn in range(1, 2 * len(_AMOUNTS)))
    one = [other for other in turns if other != value][:1]
    return [*_zero(item, value), *one]


def _other_texts(item: TextField, text: str) -> list[JsonValue]:
    """A valid text that differs from this one; none if there is none."""
    if item.examples:
        others: list[JsonValue] = [one for one in item.examples if one != text]
        return [] if item.unique else others[:1]
    match item.type:
        case FieldType.EMAIL:
            return [_grown(item, text.replace("@", "z@", 1))] if "@" in text else []
        case FieldType.URL:
            return [_grown(item, text + "z")] if text else []
    return [_other_text(item, text)]


def _zero(item: EntityField, value: JsonValue) -> list[JsonValue]:
    """Zero, if the field may have it and has another value."""
    if item.unique or item.type not in _NUMBERS:
        return []
    if isinstance(item, BoundedField) and not _is_in_bounds(item, 0):
        return []
    zero: JsonValue = "0.00" if item.type is FieldType.DECIMAL else 0
    return [zero] if value is None or Decimal(str(value)) != 0 else []


def _value(
    item: EntityField, turn: int, usual: JsonValue, targets: Sequence[JsonValue]
) -> JsonValue:
    match item.type:
        case FieldType.ENUM:
            return item.values[turn % len(item.values)]
        case FieldType.BOOLEAN:
            return turn % 2 == 0
        case FieldType.REF if targets:
            return targets[turn % len(targets)]
        case FieldType.LIST:
            return _LINES[turn % len(_LINES)]
        case FieldType.REFS:
            return _subsets(targets)[turn % len(_subsets(targets))]
        case FieldType.INTEGER:
            return _amount(item, turn, 0, usual)
        case FieldType.NUMBER:
            return _amount(item, turn, 0.5, usual)
        case FieldType.DECIMAL:
            return f"{_AMOUNTS[turn % len(_AMOUNTS)]}.50"
        case FieldType.DATE:
            return f"2031-05-{_FIRST_DAY + turn % _DAYS:02d}"
        case FieldType.DATETIME:
            return f"2031-05-{_FIRST_DAY + turn % _DAYS:02d}T12:30:00Z"
        case FieldType.TIME:
            return f"{8 + turn % 12:02d}:30"
    return usual


def _subsets(targets: Sequence[JsonValue]) -> list[JsonValue]:
    """Arrays of references: one record, two, none, and the other one."""
    ordered = sorted(targets, key=str)[:2]
    found: list[JsonValue] = [ordered[:1], ordered, [], ordered[1:]]
    return [one for n, one in enumerate(found) if one not in found[:n]]


def _is_in_bounds(item: BoundedField, amount: float) -> bool:
    return (item.min is None or amount >= item.min) and (item.max is None or amount <= item.max)


def _amount(item: BoundedField, turn: int, part: float, usual: JsonValue) -> JsonValue:
    amount = _AMOUNTS[turn % len(_AMOUNTS)] + part
    if _is_in_bounds(item, amount):
        return amount if part else int(amount)
    if item.min is not None and item.max is not None and item.type is FieldType.INTEGER:
        low, high = math.ceil(item.min), math.floor(item.max)
        return low + turn % (high - low + 1)
    return usual


def _other_text(item: TextField, text: str) -> str:
    """The text with its last letter changed: as long as before, so that every limit still holds."""
    if not text:
        return "x" * max(item.min_length or 1, min(item.max_length or 8, 8))
    return text[:-1] + ("y" if text[-1] == "x" else "x")


def _grown(item: TextField, text: str) -> str:
    """The text, cut to the field's length from its beginning."""
    return text if item.max_length is None else text[-item.max_length :]
