"""Each uniqueness: taken, changed into, null, freed by a change and by a delete, in another case."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.fields import TEXTUAL, EntityField
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference


def uniqueness_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each unique field that clients write."""
    for field in entity.client_fields:
        if field.unique:
            yield from _Uniqueness(reference, entity).of(field)


class _Uniqueness(TraceWriter):
    """Two records, and what the one may take from the other."""

    def of(self, field: EntityField) -> Iterator[Trace]:
        name, first, second, third = field.name, self.values(0), self.values(1), self.values(2)
        if not self.create(first, "first") or not self.create(second, "second"):
            return
        self.request(BindingRole.CREATE, third | {name: first[name]})
        if self.change is not None:
            taken = second | {name: first[name]}
            self.request(self.change, taken, identifier="{{second}}")
            self.see("second")
            self.request(self.change, second, identifier="{{second}}")  # its own value is free
        if field.type in TEXTUAL and str(first[name]).upper() != first[name]:
            self.request(BindingRole.CREATE, third | {name: str(first[name]).upper()}, name="upper")
        self._nothing(field)
        if self.change is not None:
            self.request(self.change, first | {name: third[name]}, identifier="{{first}}")
            self.request(self.change, second | {name: first[name]}, identifier="{{second}}")
            self.see("second")
        if self.has(BindingRole.DELETE):
            self.request(BindingRole.DELETE, identifier="{{second}}")
            self.request(BindingRole.CREATE, second | {name: first[name]}, name="again")
            self.see("again")
        self.list()
        label = field.label.lower()
        yield from self.written(
            f"uniqueness.{name}",
            f"{label} is unique, free again once it is given up, and not if null",
        )

    def _nothing(self, field: EntityField) -> None:
        """Any number of records may have no value: two are made without, one is cleared."""
        if not field.nullable or field.required:
            return
        for variant in (3, 4):
            values = self.values(variant) | {field.name: None}
            self.request(BindingRole.CREATE, values, name=f"without_{variant}")
            self.see(f"without_{variant}")
        if self.change is not None:
            for name, variant in (("first", 0), ("second", 1)):
                cleared = self.values(variant) | {field.name: None}
                self.request(self.change, cleared, identifier="{{" + name + "}}")
                self.see(name)
            for name, variant in (("first", 0), ("second", 1)):
                self.request(self.change, self.values(variant), identifier="{{" + name + "}}")
