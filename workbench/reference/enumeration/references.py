"""Each reference: to a record that is there, that never was, that is gone; and what is referred to stays."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference
from workbench.reference.test_data import record


def reference_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each reference that a body carries."""
    for field in entity.client_fields:
        if field.type is FieldType.REF and field.write is WriteAccess.CLIENT:
            yield from _References(reference, entity).of(field)


class _References(TraceWriter):
    """One record that refers to another, which cannot go before it does."""

    def of(self, field: EntityField) -> Iterator[Trace]:
        above = EntityRequests(self.plan, self.plan.entity(field.ref or ""))
        if not above.has(BindingRole.CREATE):
            return
        name, values = field.name, self.values(0)
        unknown = values | {name: int(UNKNOWN_IDS["int64"])}
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

    def _let_go(self, above: EntityRequests, field: EntityField) -> None:
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
