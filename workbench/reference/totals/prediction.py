"""Totals: how many records there are of each label, or what a field of theirs adds up to."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.fields import FieldType
from workbench.plan.system import Entity
from workbench.plan.totals.model import LABEL, VALUE, Totals
from workbench.plan.totals.operations import DECIMALS, LETTERS
from workbench.reference.execution.formats import instant_of
from workbench.reference.execution.outcomes import Outcome, answered
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import OPEN, Undecided, Value
from workbench.reference.execution.writes import Call

# Beyond this, or with more decimals, what a sum is depends on the order in which it is added up.
LARGEST_SUM = 1e9


def read_totals(call: Call, totals: Totals, state: State) -> Iterator[Outcome]:
    """The outcome of totals, over the records that the caller sees in a list."""
    if call.faults:
        yield call.refused(state)
        return
    by_label: dict[str, list[Record]] = {}
    caller = call.caller(state)
    for record in state.table(call.entity.name).values():
        if caller.sees(record) and _counts(totals, record):
            label = label_of(call.entity, totals, record)
            if label is not None:
                by_label.setdefault(label, []).append(record)
    answer: list[Value] = [
        {LABEL: label, VALUE: _value(totals, records)}
        for label, records in sorted(by_label.items())
    ]
    yield answered(state, call.purpose.operation, answer)


def _counts(totals: Totals, record: Record) -> bool:
    """True for a record that `where` names."""
    for name, values in totals.counted.items():
        value = record.values.get(name)
        if value is OPEN:
            raise Undecided(name)
        if value not in values:
            return False
    return True


def label_of(entity: Entity, totals: Totals, record: Record) -> str | None:
    """The label that a record is counted under; None if it is under none."""
    value = record.values.get(totals.by)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Undecided(totals.by)
    if totals.per is None:
        return value
    if entity.field(totals.by).type is FieldType.DATETIME:
        instant = instant_of(value)
        if instant is None:
            raise Undecided(totals.by)
        value = instant.date().isoformat()
    return value[: LETTERS[totals.per]]


def _value(totals: Totals, records: list[Record]) -> Value:
    if totals.field is None:
        return len(records)
    values = [record.values.get(totals.field) for record in records]
    numbers = [value for value in values if value is not None]
    if not all(isinstance(value, int | float) and _is_exact(value) for value in numbers):
        return OPEN
    total = round(sum(numbers), DECIMALS)
    whole: JsonValue = int(total) if float(total).is_integer() else total
    return whole


def _is_exact(number: float) -> bool:
    return abs(number) <= LARGEST_SUM and round(number, DECIMALS - 2) == number
