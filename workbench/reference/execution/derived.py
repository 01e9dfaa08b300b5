"""Values that follow from other records: counts, sums, averages, the latest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from workbench.plan.fields import Aggregate, EntityField
from workbench.plan.system import Entity
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import OPEN, Open, Undecided, Value


def stored_and_derived(entity: Entity, record: Record, state: State) -> Mapping[str, Value]:
    """Every field of a record as it is now, by its name."""
    values = dict(record.values)
    for field in entity.fields:
        if field.derived is not None:
            values[field.name] = derived_value(field, record, state)
    return values


def derived_value(field: EntityField, record: Record, state: State) -> Value:
    """What a derived field of a record is in this state; open if a part of it is not known."""
    rule = field.derived
    assert rule is not None
    try:
        children = state.table(rule.child).values()
    except Undecided:
        return OPEN
    counted = [
        child.values.get(rule.field or "")
        for child in children
        if child.values.get(rule.ref) == record.id
        and all(child.values.get(name) == value for name, value in rule.where.items())
    ]
    if rule.how is not Aggregate.COUNT and any(isinstance(value, Open) for value in counted):
        return OPEN
    return aggregate(rule.how, counted)


def aggregate(how: Aggregate, values: Sequence[JsonValue]) -> JsonValue:
    """What a derived field must be for these values of the records that count, oldest first.

    What is null counts as a record and adds nothing to a sum or an average.
    """
    match how:
        case Aggregate.COUNT:
            return len(values)
        case Aggregate.LATEST:
            return values[-1] if values else None
    numbers = [float(str(value)) for value in values if value is not None]
    if how is Aggregate.SUM:
        return int(sum(numbers))
    return sum(numbers) / len(numbers) if numbers else None
