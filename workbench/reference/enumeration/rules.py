"""Each rule over several records, met by a change of a record as well as by a new one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.plan.actors import caller
from workbench.plan.invariants import Transition
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.plan.system import BindingRole, Entity
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference
from workbench.reference.sample_bodies import can_be_called, refused_bodies, sent_to


def rule_traces(reference: Reference, entity: Entity) -> Iterator[Trace]:
    """One trace for each rule over several records, and for each transition of the entity."""
    for rule in reference.plan.invariants:
        if rule.entity != entity.name:
            continue
        if isinstance(rule, Transition):
            yield from _Rules(reference, entity).after_transition(rule)
        else:
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

    def after_transition(self, rule: Transition) -> Iterator[Trace]:
        """Writes of a record that was moved: each is served, or refused with the rule's status."""
        operation = self.plan.operation(rule.operation)
        if operation.path.count("{") != 1 or not can_be_called(operation):
            return
        if not self.create(self.values(0)) or not self.create(self.values(1), "other"):
            return
        move = HttpStep(
            method=operation.method,
            path=re.sub(r"\{[^}]+\}", "{{id}}", operation.path),
            as_account=caller(self.plan, operation),
            body=sent_to(operation),
            expect=Expectation(status=[operation.success]),
        )
        for body in refused_bodies(operation.request or {}):
            self.send_step(move.model_copy(update={"body": body}))
            self.see("id")
        if not self.send_step(move):
            return
        self.send_step(move)
        for name in ("other", "id"):
            if self.change is not None:
                self.request(self.change, self.values(1), identifier="{{" + name + "}}")
            if self.has(BindingRole.DELETE):
                self.request(BindingRole.DELETE, identifier="{{" + name + "}}")
        title = (
            f"after {rule.id}, a record can be changed and deleted, or is rejected as the plan says"
        )
        yield from self.written(f"rules.{rule.id}", title)
