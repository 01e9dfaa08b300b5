"""Each field changed alone, each that can be empty cleared, and nothing else touched."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.fields import WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

CREATED = ("created_at", "createdAt")


def change_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace of an entity whose records can be changed."""
    yield from _Changes(reference, entity).all()


class _Changes(TraceWriter):
    """Changes of one record beside another that must stay as it is."""

    def all(self) -> Iterator[Trace]:
        if self.change is None or not self.create(self.values(0)):
            return
        self.create(self.values(1), "other")
        self._capture_creation()
        current, other = self.values(0), self.values(2)
        for field in self.entity.client_fields:
            if field.write is WriteAccess.CLIENT and other.get(field.name) != current.get(
                field.name
            ):
                self._only(current, field.name, other.get(field.name))
        for field in self.entity.client_fields:
            if field.nullable and field.write is WriteAccess.CLIENT:
                before = dict(current)
                self._only(current, field.name, None)
                self._only(current, field.name, before.get(field.name))
        self._fixed(current, other)
        self._least()
        self.see("other")
        self.list()
        yield from self.written("changes", "each field is changed alone, and cleared alone")

    def _only(self, current: dict[str, JsonValue], name: str, value: JsonValue) -> None:
        """Changes one field, and sees that the others, and the other record, are as before."""
        role = self.change
        assert role is not None
        changed = {name: value} if role is BindingRole.PATCH else {**current, name: value}
        if self.request(role, changed) and not self.refused:
            current[name] = value
        self.see()

    def _fixed(self, current: dict[str, JsonValue], other: dict[str, JsonValue]) -> None:
        """What only a create writes: sent as it is, left out, and with another value."""
        role = self.change
        assert role is not None
        for field in self.entity.client_fields:
            if field.write is not WriteAccess.CREATE_ONLY:
                continue
            without = {name: value for name, value in current.items() if name != field.name}
            for sent in (current, without, {**current, field.name: other.get(field.name)}):
                self.request(role, dict(sent))
                self.see()

    def _least(self) -> None:
        """A replace takes back what it does not name."""
        if self.has(BindingRole.REPLACE):
            self.request(BindingRole.REPLACE, self.values(2, only_required=True))
            self.see()

    def _capture_creation(self) -> None:
        if not self.has(BindingRole.READ):
            return
        binding = self.binding(BindingRole.READ)
        for field in self.entity.fields:
            if field.name in CREATED and not field.is_written_by_client:
                step = self.send(BindingRole.READ)
                step.capture = {"created": binding.body_out + field.place}
                self.send_step(step)
