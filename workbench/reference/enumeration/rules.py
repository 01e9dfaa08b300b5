"""Each rule over several records, met by a change of a record as well as by a new one."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.invariants import Transition
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference


def rule_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each rule that a record of the entity may break."""
    for rule in reference.plan.invariants:
        if rule.entity == entity.name and not isinstance(rule, Transition):
            yield from _Rules(reference, entity).of(rule.id, list(rule.own_fields))


class _Rules(TraceWriter):
    """Two records that agree with a rule, and every field by which they might not."""

    def of(self, rule: str, names: list[str]) -> Iterator[Trace]:
        first, second = self.values(0), self.values(1)
        if not self.create(first, "first") or not self.create(second, "second"):
            return
        alike = second | {name: first[name] for name in names if name in first}
        self.request(BindingRole.CREATE, alike)
        for name in names:
            if name in first and self.change is not None:
                changed = second | {name: first[name]}
                self.request(self.change, changed, identifier="{{second}}")
                self.see("second")
                self.request(self.change, second, identifier="{{second}}")
        if self.change is not None:
            self.request(self.change, alike, identifier="{{second}}")
            self.see("second")
            self.request(
                self.change, first, identifier="{{first}}"
            )  # it does not stand in its own way
        if self.has(BindingRole.DELETE):
            self.request(BindingRole.DELETE, identifier="{{first}}")
            self.request(BindingRole.CREATE, alike)
        self.list()
        yield from self.written(f"rules.{rule}", f"{rule} holds for new records and changed ones")
