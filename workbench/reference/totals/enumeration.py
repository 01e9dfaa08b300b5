"""Totals: none, one label twice and another once, a record that changes its label, one that goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from pydantic import JsonValue

from workbench.plan.actors import caller
from workbench.plan.conventions.lists import MAX_LIMIT, is_filtered_state
from workbench.plan.fields import EntityField, EnumField, FieldType
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.plan.system import BindingRole, Entity
from workbench.plan.totals.model import Totals
from workbench.plan.totals.operations import totals_of
from workbench.reference.data_for_tests import numbered_record
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

# Records are numbered from here on, so that none equals one of the test data.
FIRST_OF_MANY = 700
# Three different days; the first two are of the same month, the third of another month and year.
DAYS = ("2024-05-17", "2024-05-28", "2023-12-31")
# The last instant is of the year 2023 in UTC.
# More labels than a list returns records at once.
MANY = MAX_LIMIT + 5
INSTANTS = ("2024-05-17T09:00:00Z", "2024-05-28T23:59:59Z", "2022-12-31T23:30:00-05:00")


def totals_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each of the totals of an entity's records."""
    plan = reference.plan
    for totals in plan.totals:
        if totals.entity != entity.name:
            continue
        if not _are_sent(entity, totals):
            continue  # scenarios prove totals of what the server computes
        if totals_of(plan, plan.operation(totals.operation)) is not None:
            yield from _TotalsTrace(reference, entity, totals).all()
            yield from _TotalsTrace(reference, entity, totals).many()


def _are_sent(entity: Entity, totals: Totals) -> bool:
    """True if clients write what is counted, or the plan decides it: a state."""
    by = entity.field(totals.by)
    added = entity.field(totals.field) if totals.field is not None else None
    return (by.is_written_by_client or is_filtered_state(by)) and (
        added is None or added.is_written_by_client
    )


class _TotalsTrace(TraceWriter):
    """The totals, read after each change."""

    def __init__(self, reference: Reference, entity: Entity, totals: Totals) -> None:
        super().__init__(reference, entity)
        self.totals = totals
        self.operation = self.plan.operation(totals.operation)

    def all(self) -> Iterator[Trace]:
        by = self.entity.field(self.totals.by)
        first, again, other = sample_labels(by)
        self._read()
        made = [
            name
            for number, value in enumerate((first, again, other, first))
            if self.create(self._with(number, value), name := f"r{number}") and self._read()
        ]
        if by.nullable and not by.required and self.create(self._with(4, None), "without"):
            self._read()
        if len(made) > 1:
            self._moved(made[0], other)
            if self.has(BindingRole.DELETE):
                self.request(BindingRole.DELETE, identifier="{{" + made[1] + "}}")
                self._read()
        self._beside(first)
        if self.operation.access is not None:
            self._read("stranger")
        name = f"totals_{self.totals.operation.lower()}"
        yield from self.written(name, f"{self.operation.summary.lower()} follows every change")

    def many(self) -> Iterator[Trace]:
        """Every label is there, however many there are."""
        if self.totals.per is None:
            return
        made = [
            self.create(self._with(number, value) | self._unlike(number), f"many{number}")
            for number, value in enumerate(many_labels(self.totals.per, self._is_instant))
        ]
        if not all(made) or not self._read():
            return
        name = f"totals_{self.totals.operation.lower()}.many"
        yield from self.written(name, f"{self.operation.summary.lower()} has every label")

    @property
    def _is_instant(self) -> bool:
        return self.entity.field(self.totals.by).type is FieldType.DATETIME

    def _unlike(self, number: int) -> dict[str, JsonValue]:
        """Values of unique fields that no other record has."""
        values = numbered_record(self.plan, self.entity, FIRST_OF_MANY + number)
        unique = {field.name for field in self.entity.client_fields if field.unique}
        return {name: value for name, value in values.items() if name in unique}

    def _beside(self, label: JsonValue) -> None:
        """A record with each other value that counts, and one that does not, of what clients write."""
        number = 5
        for name, counted in self.totals.counted.items():
            field = self.entity.field(name)
            others = [value for value in field.choices if value not in counted]
            for value in (*counted[1:], *others[:1]) if field.is_written_by_client else ():
                if self.create(self._with(number, label) | {name: value}, f"beside{number}"):
                    self._read()
                number += 1

    def _moved(self, name: str, value: JsonValue) -> None:
        """A record of another label, and then of another number."""
        if self.change is None:
            return
        added = self.totals.field
        place = "{{" + name + "}}"
        changed = self._with(0, value)
        if self.request(self.change, changed, identifier=place) and self._read() and added:
            self.request(self.change, changed | {added: self.values(1)[added]}, identifier=place)
            self._read()

    def _with(self, number: int, value: JsonValue) -> dict[str, JsonValue]:
        counted = {
            name: values[0]
            for name, values in self.totals.counted.items()
            if self.entity.field(name).is_written_by_client
        }
        return self.values(number) | counted | {self.totals.by: value}

    def _read(self, account: str | None = None) -> bool:
        step = HttpStep(
            method="GET",
            path=self.operation.path,
            as_account=account or caller(self.plan, self.operation),
            expect=Expectation(status=[self.operation.success]),
        )
        return self.send_step(step)


def many_labels(per: str, is_instant: bool) -> Iterator[JsonValue]:
    """A date or an instant of each of `MANY` following days, months or years."""
    for number in range(MANY):
        day = {
            "day": date(2021, 1, 1) + timedelta(days=number),
            "month": date(2015 + number // 12, number % 12 + 1, 11),
            "year": date(1920 + number, 6, 11),
        }[per].isoformat()
        yield f"{day}T12:00:00Z" if is_instant else day


def sample_labels(by: EntityField) -> tuple[str, str, str]:
    """Two values of one label, and one of another."""
    if by.type is FieldType.DATE:
        return DAYS
    if by.type is FieldType.DATETIME:
        return INSTANTS
    assert isinstance(by, EnumField)
    return by.values[0], by.values[0], by.values[1]
