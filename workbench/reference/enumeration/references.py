"""Each reference: to a record that is there, that never was, that is gone; and what is referred to stays.

Arrays of references: none, one and several, in any order; unknown, twice, gone, too many.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.fields import MOST_ITEMS, RefField, RefsField, WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import numbered_record, record
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

# Records to refer to that no other trace makes.
FIRST_NUMBER = 600
UNKNOWN = int(UNKNOWN_IDS["int64"])


def reference_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each reference that a body carries, two for an array of them."""
    for field in entity.client_fields:
        if field.write is not WriteAccess.CLIENT:
            continue
        if isinstance(field, RefField):
            yield from _References(reference, entity).of(field)
        elif isinstance(field, RefsField) and field.ref is not None:
            yield from _Many(reference, entity).of(field)
            yield from _Most(reference, entity).of(field)


class _References(TraceWriter):
    """One record that refers to another, which cannot go before it does."""

    def of(self, field: RefField) -> Iterator[Trace]:
        above = EntityRequests(self.plan, self.plan.entity(field.ref))
        if not above.has(BindingRole.CREATE):
            return
        name, values = field.name, self.values(0)
        unknown = values | {name: UNKNOWN}
        for parent, variant in (("one", 3), ("two", 4)):
            made = record(self.plan, above.entity, variant, only_required=True)
            self.send_step(above.create_step(made, parent))
        self.request(BindingRole.CREATE, unknown)
        if not self.create(values | {name: "{{one}}"}):
            return
        if self.change is not None:
            self.request(self.change, unknown)
            self.see()
        if above.has(BindingRole.DELETE):
            self._delete(above, "one")  # it is referred to
            self._delete(above, "two")
            gone = values | {name: "{{two}}"}
            self.request(BindingRole.CREATE, self.values(1) | {name: "{{two}}"})
            if self.change is not None:
                self.request(self.change, gone)
        if above.has(BindingRole.CLEAR):
            self.send_step(above.send(BindingRole.CLEAR))  # one of them is referred to
            if above.has(BindingRole.LIST):
                self.send_step(above.send(BindingRole.LIST))
        self.see()
        self._let_go(above, field)
        label = field.label.lower()
        yield from self.written(
            f"references.{name}", f"{label} is a record that is there, and stays"
        )

    def _let_go(self, above: EntityRequests, field: RefField) -> None:
        """Once nothing refers to it any more, a record can go."""
        if not above.has(BindingRole.DELETE):
            return
        if field.nullable and not field.required and self.change is not None:
            self.request(self.change, self.values(0) | {field.name: None})
            self.see()
        elif self.has(BindingRole.DELETE):
            self.request(BindingRole.DELETE)
        else:
            return
        self._delete(above, "one")
        if above.has(BindingRole.READ):
            self.send_step(above.send(BindingRole.READ, identifier="{{one}}"))

    def _delete(self, above: EntityRequests, name: str) -> None:
        self.send_step(above.send(BindingRole.DELETE, identifier="{{" + name + "}}"))


class _Many(TraceWriter):
    """Two records that share a reference, which goes from both when its record is deleted."""

    def of(self, field: RefsField) -> Iterator[Trace]:
        above = EntityRequests(self.plan, self.plan.entity(field.ref or ""))
        if not above.has(BindingRole.CREATE):
            return
        for name, variant in (("one", 3), ("two", 4), ("three", 6)):
            made = record(self.plan, above.entity, variant, only_required=True)
            if not self.send_step(above.create_step(made, name)):
                return
        self.create(self.values(1) | {field.name: ["{{three}}", "{{one}}"]}, "other")
        if not self.create(self.values(0) | {field.name: []}):
            return
        for names in (["one"], ["two", "one", "three"], ["three", "two"], [], ["one", "two"]):
            self._set(field, ["{{" + name + "}}" for name in names])
            self.list()
        self._refused(field)
        if above.has(BindingRole.DELETE):
            self._deleted(above, field)
        label = field.label.lower()
        yield from self.written(
            f"arrays.{field.name}", f"{label} are records that are there, each once"
        )

    def _set(self, field: RefsField, value: JsonValue) -> None:
        """Changes the array of the record, or makes another one with it."""
        if self.change is None:
            self.request(BindingRole.CREATE, self.values(2) | {field.name: value})
            return
        self.request(self.change, self.values(0) | {field.name: value})
        self.see()

    def _refused(self, field: RefsField) -> None:
        """What is unknown, or there twice; nothing of it is kept."""
        wrong: list[JsonValue] = [
            ["{{one}}", UNKNOWN],
            [UNKNOWN],
            ["{{one}}", "{{two}}", "{{one}}"],
            ["{{one}}", 0],
            ["{{one}}", None],
            [*range(1, MOST_ITEMS + 2)],
        ]
        for value in wrong:
            self.request(BindingRole.CREATE, self.values(2) | {field.name: value})
            self._set(field, value)
        self.list()

    def _deleted(self, above: EntityRequests, field: RefsField) -> None:
        """The id of a deleted record is removed from every array, and cannot be referred to any more."""
        for name in ("one", "three"):
            self.send_step(above.send(BindingRole.DELETE, identifier="{{" + name + "}}"))
            self.see()
            self.see("other")
            self.list()
            self._set(field, ["{{two}}", "{{" + name + "}}"])
        if self.has(BindingRole.DELETE):
            self.request(BindingRole.DELETE)
        if above.has(BindingRole.READ):
            self.send_step(above.send(BindingRole.READ, identifier="{{two}}"))


class _Most(TraceWriter):
    """As many references as an array can have."""

    def of(self, field: RefsField) -> Iterator[Trace]:
        above = EntityRequests(self.plan, self.plan.entity(field.ref or ""))
        for number in range(MOST_ITEMS):
            made = numbered_record(self.plan, above.entity, FIRST_NUMBER + number)
            if not self.send_step(above.create_step(made, f"m{number}")):
                return
        several: list[JsonValue] = ["{{m" + str(number) + "}}" for number in range(MOST_ITEMS)]
        self.create(self.values(0) | {field.name: several})
        self.see()
        self.request(BindingRole.CREATE, self.values(1) | {field.name: [*several, several[0]]})
        label = field.label.lower()
        yield from self.written(
            f"arrays.{field.name}.most", f"{label} are up to {MOST_ITEMS} records"
        )
