"""Each field changed alone, each that can be empty cleared, and nothing else touched; all records deleted."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.fields import EntityField, WriteAccess
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.data_for_tests import valid_value
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference

CREATED = ("created_at", "createdAt")
STRANGER = "stranger"


def change_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """Traces of an entity whose records can be changed: by each operation, and all at once."""
    for role in (BindingRole.REPLACE, BindingRole.PATCH):
        if reference.plan.binding(entity.name, role) is not None:
            yield from _Changes(reference, entity, role).all()
    if reference.plan.binding(entity.name, BindingRole.CLEAR) is not None:
        yield from _Clearing(reference, entity).all()


class _Changes(TraceWriter):
    """Changes of one record, by one operation, beside another that must stay as it is."""

    def __init__(self, reference: Reference, entity: Entity, role: BindingRole) -> None:
        super().__init__(reference, entity)
        self.role = role

    def all(self) -> Iterator[Trace]:
        if not self.create(self.values(0)):
            return
        self.create(self.values(1), "other")
        self._capture_creation()
        current, other = self.values(0), self.values(2)
        for field in self.entity.client_fields:
            if field.write is WriteAccess.CLIENT and other.get(field.name) != current.get(
                field.name
            ):
                self._only(current, field.name, other.get(field.name))
        for field in self.entity.changed_fields:
            if field.write is WriteAccess.CHANGE_ONLY:
                self._only(current, field.name, _another(field))
        for field in self.entity.client_fields:
            if field.nullable and field.write is WriteAccess.CLIENT:
                before = dict(current)
                self._only(current, field.name, None)
                self._only(current, field.name, before.get(field.name))
        self._fixed(current, other)
        self._least()
        self.see("other")
        self.list()
        name = "changes" if self.role is self.change else "changes_in_part"
        yield from self.written(name, "each field is changed alone, and cleared alone")

    def _only(self, current: dict[str, JsonValue], name: str, value: JsonValue) -> None:
        """Changes one field, and sees that the others, and the other record, are as before."""
        changed = {name: value} if self.role is BindingRole.PATCH else {**current, name: value}
        if self.request(self.role, changed) and not self.refused:
            current[name] = value
        self.see()

    def _fixed(self, current: dict[str, JsonValue], other: dict[str, JsonValue]) -> None:
        """What only a create writes: sent as it is, left out, and with another value."""
        for field in self.entity.client_fields:
            if field.write is not WriteAccess.CREATE_ONLY:
                continue
            without = {name: value for name, value in current.items() if name != field.name}
            for sent in (current, without, {**current, field.name: other.get(field.name)}):
                self.request(self.role, dict(sent))
                self.see()

    def _least(self) -> None:
        """A replace takes back what it does not name; a change in part leaves it."""
        least = {} if self.role is BindingRole.PATCH else self.values(2, only_required=True)
        self.request(self.role, least)
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


def _another(field: EntityField) -> JsonValue:
    """A valid value that is not the field's default."""
    values = (valid_value(field, variant) for variant in range(2))
    return next(value for value in values if value != field.default)


class _Clearing(TraceWriter):
    """All records deleted at once, one account's alone if they belong to accounts."""

    def all(self) -> Iterator[Trace]:
        self.request(BindingRole.CLEAR)  # there is none yet
        if not self.create(self.values(0)) or not self.create(self.values(1), "other"):
            return
        strangers = self.plan.accounts is not None and self.entity.owner is not None
        if strangers:
            self.request(BindingRole.CLEAR, account=STRANGER)
            self.see()
            self.create(self.values(2), "anothers", account=STRANGER)
        self.request(BindingRole.CLEAR)
        for name in ("id", "other"):
            self.see(name)
        self.list()
        if strangers:
            self.see("anothers", account=STRANGER)
        self.create(self.values(0), "again")  # its identifier is a new one
        self.list()
        yield from self.written("clear", "all records are deleted, and no identifier given again")
