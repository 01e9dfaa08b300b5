"""Probes of what a field must refuse and accept: its limits, its uniqueness, its references."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.contract.entity_requests import EntityRequests
from workbench.contract.fields import EntityField
from workbench.contract.plan import BindingRole
from workbench.contract.samples import accepted_edges, broken_values, valid_value
from workbench.contract.steps import Probe


class ConstraintProbes(EntityRequests):
    """Builds the probes of one entity's constraints."""

    def constraints(self) -> Iterator[Probe]:
        """Every probe of every field that a client may write."""
        for field in self.entity.client_fields:
            for broken in broken_values(field):
                yield self._refused(
                    field, broken.reason, self.values(0) | {field.name: broken.value}
                )
            if field.required:
                values = self.values(0)
                values.pop(field.name)
                yield self._refused(field, "missing", values)
            if field.unique:
                yield self._unique(field)
            at_the_edge = [self.create_step(self.values(n) | {field.name: value}, echo=True)
                           for n, value in enumerate(accepted_edges(self.plan, self.entity, field))]  # fmt: skip
            if at_the_edge:
                yield self.probe(
                    f"accepts.{field.name}.limits",
                    f"{field.label.lower()}: the smallest and the largest allowed are accepted",
                    *at_the_edge,
                )
        yield from self._broken_update()
        yield from self._referenced()

    def _refused(self, field: EntityField, reason: str, values: dict[str, JsonValue]) -> Probe:
        attempt = self.send(BindingRole.CREATE, values)
        named = None if reason in ("wrong_type", "fraction", "null") else field
        steps = [self.refusal(attempt, 400, 422, field=named)]
        if self.has(BindingRole.LIST):
            steps.append(self.list_step(length=0))
        title = (
            f"{field.label.lower()}: {reason.replace('_', ' ')} is refused and nothing is stored"
        )
        return self.probe(f"invalid.{field.name}.{reason}", title, *steps)

    def _unique(self, field: EntityField) -> Probe:
        first, second = self.values(0), self.values(1)
        taken = self.send(BindingRole.CREATE, second | {field.name: first[field.name]})
        steps = [self.create_step(first, "a"), self.refusal(taken, 409, field=field)]
        if self.change is not None and self.has(BindingRole.READ):
            collide = second | {field.name: first[field.name]}
            steps += [
                self.create_step(second),
                self.refusal(self.send(self.change, collide), 409),
                self.read_step(second),
                self.send(self.change, second),
            ]
        return self.probe(f"unique.{field.name}", f"{field.label.lower()} is unique", *steps)

    def _broken_update(self) -> Iterator[Probe]:
        change = self.change
        if change is None or not self.has(BindingRole.READ):
            return
        for field in self.entity.client_fields:
            for broken in broken_values(field)[:1]:
                before = self.values(0)
                attempt = self.send(change, self.values(1) | {field.name: broken.value})
                yield self.probe(
                    f"update.refuses.{field.name}",
                    f"a change that breaks {field.label.lower()} is refused and changes nothing",
                    self.create_step(before), self.refusal(attempt, 400, 422), self.read_step(before),
                )  # fmt: skip

    def _referenced(self) -> Iterator[Probe]:
        for field in self.entity.client_fields:
            if field.ref is None or field.name not in self.values(0) or not field.required:
                continue
            parent = ConstraintProbes(self.plan, self.plan.entity(field.ref))
            if not parent.has(BindingRole.DELETE, BindingRole.READ) or not self.has(
                BindingRole.READ
            ):
                continue
            token = str(valid_value(field, 0))
            held = parent.send(BindingRole.DELETE, identifier=token)
            yield self.probe(
                f"reference.{field.name}",
                f"a {field.label.lower()} that is referred to cannot be deleted",
                self.create_step(self.values(0)), parent.refusal(held, 409),
                parent.send(BindingRole.READ, identifier=token), self.read_step(self.values(0)),
            )  # fmt: skip
