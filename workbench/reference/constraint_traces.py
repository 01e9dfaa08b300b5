"""Traces of a field's constraints: its limits, its uniqueness, its references."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.fields import EntityField, FieldType
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole
from workbench.reference.data_for_tests import accepted_edges, valid_value
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.field_limits import broken_values


class ConstraintTraces(EntityRequests):
    """Builds the traces of one entity's constraints."""

    def constraints(self) -> Iterator[Trace]:
        """Every trace of every field that a client may write."""
        for field in self.entity.client_fields:
            for broken in broken_values(field):
                yield self._rejected(
                    field, broken.reason, self.values(0) | {field.name: broken.value}
                )
            if field.required:
                values = self.values(0)
                values.pop(field.name)
                yield self._rejected(field, "missing", values)
            if field.unique:
                yield self._unique(field)
            at_the_edge = [
                self.create_step(self.values(n) | {field.name: value}, echo=True)
                for n, value in enumerate(accepted_edges(self.plan, self.entity, field))
            ]
            if at_the_edge:
                yield self.trace(
                    f"accepts.{field.name}.limits",
                    f"{field.label.lower()}: the smallest and the largest allowed are accepted",
                    *at_the_edge,
                )
        yield from self._broken_update()
        yield from self._referenced()
        yield from self._removed()

    def _rejected(self, field: EntityField, reason: str, values: dict[str, JsonValue]) -> Trace:
        attempt = self.send(BindingRole.CREATE, values)
        named = None if reason in ("wrong_type", "fraction", "null") else field
        steps = [self.error_step(attempt, 400, 422, field=named)]
        if self.has(BindingRole.LIST):
            steps.append(self.list_step(length=0))
        title = (
            f"{field.label.lower()}: {reason.replace('_', ' ')} is rejected and nothing is stored"
        )
        return self.trace(f"invalid.{field.name}.{reason}", title, *steps)

    def _unique(self, field: EntityField) -> Trace:
        first, second = self.values(0), self.values(1)
        taken = self.send(BindingRole.CREATE, second | {field.name: first[field.name]})
        steps = [self.create_step(first, "a"), self.error_step(taken, 409, field=field)]
        if self.change is not None and self.has(BindingRole.READ):
            collide = second | {field.name: first[field.name]}
            steps += [
                self.create_step(second),
                self.error_step(self.send(self.change, collide), 409),
                self.read_step(second),
                self.send(self.change, second),
            ]
        return self.trace(f"unique.{field.name}", f"{field.label.lower()} is unique", *steps)

    def _broken_update(self) -> Iterator[Trace]:
        change = self.change
        if change is None or not self.has(BindingRole.READ):
            return
        for field in self.entity.client_fields:
            for broken in broken_values(field)[:1]:
                before = self.values(0)
                attempt = self.send(change, self.values(1) | {field.name: broken.value})
                yield self.trace(
                    f"update.refuses.{field.name}",
                    f"a change that breaks {field.label.lower()} is rejected and changes nothing",
                    self.create_step(before),
                    self.error_step(attempt, 400, 422),
                    self.read_step(before),
                )

    def _referenced(self) -> Iterator[Trace]:
        for field in self.entity.client_fields:
            if field.type is not FieldType.REF or field.name not in self.values(0):
                continue
            if field.ref is None or not field.required:
                continue
            parent = ConstraintTraces(self.plan, self.plan.entity(field.ref))
            if not parent.has(BindingRole.DELETE, BindingRole.READ) or not self.has(
                BindingRole.READ
            ):
                continue
            token = str(valid_value(field, 0))
            held = parent.send(BindingRole.DELETE, identifier=token)
            yield self.trace(
                f"reference.{field.name}",
                f"a {field.label.lower()} that is referred to cannot be deleted",
                self.create_step(self.values(0)),
                parent.error_step(held, 409),
                parent.send(BindingRole.READ, identifier=token),
                self.read_step(self.values(0)),
            )

    def _removed(self) -> Iterator[Trace]:
        """The id of a deleted record is removed from all arrays; nothing else in those records changes."""
        for field in self.entity.client_fields:
            both = self.values(1).get(field.name)
            if field.type is not FieldType.REFS or not both or not self.has(BindingRole.READ):
                continue
            above = ConstraintTraces(self.plan, self.plan.entity(field.ref or ""))
            if not above.has(BindingRole.DELETE):
                continue
            assert isinstance(both, list)
            gone, *kept = both
            yield self.trace(
                f"arrays.{field.name}.removed",
                f"a deleted record is no longer among {field.label.lower()}",
                self.create_step(self.values(1)),
                above.send(BindingRole.DELETE, identifier=str(gone)),
                self.read_step(self.values(1) | {field.name: kept}),
            )
