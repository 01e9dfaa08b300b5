"""Traces of derived fields: their values change with every created and every deleted record."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from workbench.plan.actors import is_owned_by_account, newcomer, parent_of_parts
from workbench.plan.fields import FieldType
from workbench.plan.steps import HttpStep, Match, Matcher, Trace
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import sent_to_count, valid_value
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.execution.derived import aggregate

# Records that are counted, and the limit of a parent that has one.
LIMIT = 2


def derived_traces(plan: SystemPlan) -> list[Trace]:
    """One trace of each derived field, in plan order."""
    traces: list[Trace] = []
    for entity in plan.entities:
        is_read = plan.binding(entity.name, BindingRole.READ) is not None
        for field in entity.fields:
            if field.derived is not None and is_read:
                child = DerivedTraces(plan, plan.entity(field.derived.child))
                counts = sent_to_count(child.entity, field.derived.where) is not None
                is_known = counts and child.decides(field.derived)
                if is_known and child.has(BindingRole.CREATE) and child.can_be_created:
                    traces.append(child.derived(entity, field.name))
    return traces


class DerivedTraces(EntityRequests):
    """Builds the traces of what is computed from the records of one entity, some of which count."""

    def derived(self, parent: Entity, name: str) -> Trace:
        """The trace of a derived value: it changes with every created and every deleted record."""
        rule = parent.field(name).derived
        assert rule is not None
        above = EntityRequests(self.plan, parent)
        token = str(valid_value(self.entity.field(rule.ref), 0))
        pointer = above.binding(BindingRole.READ).body_out + parent.field(name).place
        is_instant = parent.field(name).type is FieldType.DATETIME
        maker = above.creator if above.has(BindingRole.CREATE) else None
        reader = above.caller_on(above.operation_of(BindingRole.READ), maker)

        def reading(of: list[JsonValue]) -> HttpStep:
            value = aggregate(rule.how, of)
            op = Matcher.INSTANT if is_instant and value is not None else Matcher.EQUALS
            shown = Match(pointer=pointer, op=op, value=value)
            return above.send(BindingRole.READ, identifier=token, body=[shown], account=reader)

        counted: list[JsonValue] = []
        ordered = [reading(counted)]
        for number in range(LIMIT):
            values = self.values(number) | self._counting(rule.where) | {rule.ref: token}
            ordered.append(self._create(values, self._account(number)))
            counted.append(values.get(rule.field or ""))
            ordered.append(reading(counted))
        other = self._other(rule.where)
        if other:
            beside = self.values(LIMIT) | other | {rule.ref: token}
            ordered += [self._create(beside, self._account(LIMIT)), reading(counted)]
        if self.has(BindingRole.DELETE):
            ordered += [self._deleted(ordered[1]), reading(counted[1:])]
        title = (
            f"{name} of {parent.labels.singular.lower()} is computed from its {self.entity.plural}"
        )
        return self.trace(f"derived.{parent.plural}.{name}", title, *ordered)

    def _create(self, values: dict[str, JsonValue], account: str | None = None) -> HttpStep:
        return self.send(BindingRole.CREATE, values, account=account)

    def _deleted(self, created: HttpStep) -> HttpStep:
        """The delete of the record that a step creates, which then captures it as `first`."""
        binding = self.binding(BindingRole.CREATE)
        created.capture = {"first": binding.body_out + binding.id_out}
        account = self.caller_on(self.operation_of(BindingRole.DELETE), created.as_account)
        return self.send(BindingRole.DELETE, identifier="{{first}}", account=account)

    def _account(self, number: int) -> str | None:
        """Account `number` if records belong to accounts and a new account may create one.

        Parts are made by who sees what they are part of.
        """
        if parent_of_parts(self.plan, self.entity) is not None:
            return None
        if not is_owned_by_account(self.plan, self.entity) or self.creator != newcomer(self.plan):
            return None
        return f"{newcomer(self.plan)}_{number + 1}"

    def _counting(self, where: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """What clients send so that a new record counts."""
        return sent_to_count(self.entity, where) or {}

    def _other(self, where: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
        """Values with which a new record does not count; empty if clients write none of them."""
        fields = {name: self.entity.field(name) for name in where}
        return {
            name: next(item for item in field.choices if item != where[name])
            for name, field in fields.items()
            if field.is_written_by_client
        }
