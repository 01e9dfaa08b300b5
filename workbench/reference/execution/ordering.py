"""The order of a list: by a field, with records that are equal, or not comparable for certain, in groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cmp_to_key

from workbench.plan.fields import EntityField, FieldType
from workbench.plan.system import Entity
from workbench.reference.execution.derived import stored_and_derived
from workbench.reference.execution.rules import comparable
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import Moment, Open, RecordId, Value

# Texts that every collation puts in the same order.
_PLAIN = re.compile(r"[a-z0-9]+", re.ASCII)
_SORTED_AS_TEXT = frozenset(
    {FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL, FieldType.ENUM}
)


def newest_first(records: Sequence[Record]) -> list[list[Record]]:
    """The order of the conventions; every group is one record."""
    return [[record] for record in reversed(records)]


def sorted_by(
    entity: Entity, name: str, descending: bool, records: Sequence[Record], state: State
) -> list[list[Record]]:
    """Groups in the order asked for; within a group every order is sound."""
    if name == "id":
        ordered = [[record] for record in sorted(records, key=lambda record: record.id.number)]
        return ordered[::-1] if descending else ordered
    field = entity.field(name)
    keyed = [
        (comparable(field, stored_and_derived(entity, record, state).get(name)), record)
        for record in records
    ]

    def in_order(one: tuple[Value, Record], other: tuple[Value, Record]) -> int:
        return _compare(field, one[0], other[0]) or 0

    keyed.sort(key=cmp_to_key(in_order))
    groups = _groups(field, keyed)
    return groups[::-1] if descending else groups


def _groups(field: EntityField, keyed: list[tuple[Value, Record]]) -> list[list[Record]]:
    """Cuts between two neighbours where everything before is for certain less than all after."""
    groups: list[list[Record]] = []
    for position, (_, record) in enumerate(keyed):
        parted = not groups or all(
            _compare(field, one, other) == -1
            for one, _ in keyed[:position]
            for other, _ in keyed[position:]
        )
        if parted:
            groups.append([])
        groups[-1].append(record)
    return groups


def _compare(field: EntityField, one: Value, other: Value) -> int | None:
    """-1, 0 or 1; None if sound servers differ (null, collations, moments) or the plan is silent."""
    if isinstance(one, Open) or isinstance(other, Open):
        return None
    if isinstance(one, RecordId) and isinstance(other, RecordId):
        one, other = one.number, other.number
    if one is None or other is None:
        return 0 if one is other else None
    if isinstance(one, Moment) or type(one) is not type(other):
        numbers = isinstance(one, int | float) and isinstance(other, int | float)
        if not numbers:
            return None
    if field.type in _SORTED_AS_TEXT and not (_PLAIN.fullmatch(one) and _PLAIN.fullmatch(other)):
        return 0 if one == other else None
    if field.type is FieldType.ENUM and one != other:  # by name, or as the plan lists them
        listed = field.values.index(one) < field.values.index(other)
        return (-1 if one < other else 1) if listed == (one < other) else None
    if one == other:
        return 0
    try:
        return -1 if one < other else 1
    except TypeError:
        return None
