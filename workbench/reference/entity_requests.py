"""Requests to one entity through its bindings, from which traces are built."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from workbench.plan.actors import caller, role_of, user_of, whole_of
from workbench.plan.addressing import UNKNOWN_IDS, request_body, request_path, written
from workbench.plan.fields import Aggregate, Derived, EntityField, FieldType, WriteAccess
from workbench.plan.language.operations import Operation
from workbench.plan.pointers import placed
from workbench.plan.steps import (
    Expectation,
    HttpStep,
    Match,
    Matcher,
    ParallelStep,
    Trace,
)
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan
from workbench.reference.accounts_for_tests import signed_in
from workbench.reference.data_for_tests import parent_steps, record, scoped_parents
from workbench.reference.error_expectations import declares, refused

INSTANT_TYPES = frozenset({FieldType.DATETIME})
_VARIANT = re.compile(r"[a-z0-9_]+_v(\d+)_id")


class EntityRequests:
    """Builds requests and expectations from an entity's bindings."""

    def __init__(self, plan: SystemPlan, entity: Entity) -> None:
        self.plan = plan
        self.entity = entity
        self.bindings = {
            binding.role: binding for binding in plan.bindings if binding.entity == entity.name
        }

    def binding(self, role: BindingRole) -> Binding:
        return self.bindings[role]

    def has(self, *roles: BindingRole) -> bool:
        return all(role in self.bindings for role in roles)

    @property
    def change(self) -> BindingRole | None:
        """The role by which a record is changed: replace, else patch, else None."""
        return self.plan.change_role(self.entity.name)

    @property
    def unknown_id(self) -> str:
        """An identifier that no record has."""
        return UNKNOWN_IDS[self.entity.id]

    def declares(self, role: BindingRole, *status: int) -> bool:
        """True if the operation of a role may return one of these statuses."""
        return declares(self.plan, self.plan.operation(self.binding(role).operation), *status)

    def path(self, role: BindingRole, identifier: str = "") -> str:
        return request_path(self.plan, self.binding(role), identifier)

    def send(
        self,
        role: BindingRole,
        values: dict[str, JsonValue] | None = None,
        *,
        identifier: str = "{{id}}",
        status: list[int] | None = None,
        query: dict[str, str] | None = None,
        body: list[Match] | None = None,
        headers: dict[str, str] | None = None,
        capture: dict[str, str] | None = None,
        account: str | None = None,
        parents: Mapping[str, JsonValue] | None = None,
    ) -> HttpStep:
        binding = self.binding(role)
        operation = self.plan.operation(binding.operation)
        sent = None if values is None else request_body(self.entity, binding, values)
        return HttpStep(
            method=operation.method,
            path=request_path(self.plan, binding, identifier, parents or values),
            as_account=account or user_of(self.plan, self.entity, operation),
            query=query or {},
            body=sent,
            expect=Expectation(
                status=status or [operation.success], body=body or [], headers=headers or {}
            ),
            capture=capture or {},
        )

    def create_step(
        self,
        values: dict[str, JsonValue],
        name: str = "id",
        echo: bool = False,
        account: str | None = None,
    ) -> HttpStep:
        binding = self.binding(BindingRole.CREATE)
        return self.send(
            BindingRole.CREATE,
            values,
            account=account,
            body=self.echo(binding.body_out, values) if echo else [],
            capture={name: binding.body_out + binding.id_out},
        )

    def read_step(self, values: dict[str, JsonValue], identifier: str = "{{id}}") -> HttpStep:
        binding = self.binding(BindingRole.READ)
        return self.send(
            BindingRole.READ, identifier=identifier, body=self.echo(binding.body_out, values)
        )

    def seen_step(self, values: dict[str, JsonValue], token: str = "{{id}}") -> HttpStep | None:
        """Reads the record back, from the list if it cannot be read alone; None if in neither way."""
        if self.has(BindingRole.READ):
            return self.read_step(values, token)
        if self.has(BindingRole.LIST):
            return self.list_step(contains=[self.item(values, token)])
        return None

    def operation_of(self, role: BindingRole) -> Operation:
        return self.plan.operation(self.binding(role).operation)

    def caller_on(self, operation: Operation, maker: str | None) -> str | None:
        """Who calls an operation on a record that an account made: itself, if its role may.

        Else one whose role sees every record, or one whose role may.
        """
        if maker is None or operation.access is None:
            return caller(self.plan, operation)
        roles = operation.access.roles
        if not roles or role_of(self.plan, maker) in roles:
            return maker
        seen_by = (self.entity if self.entity.owner else whole_of(self.plan, self.entity)).seen_by
        return next((name for name in roles if name in seen_by), roles[0])

    @property
    def creator(self) -> str | None:
        """The account that creates a record in a trace."""
        return user_of(self.plan, self.entity, self.operation_of(BindingRole.CREATE))

    @property
    def can_be_created(self) -> bool:
        """False if a record must refer to records that nothing creates."""
        sent = self.values(0)
        return all(field.name in sent for field in self.entity.client_fields if field.required)

    def decides(self, rule: Derived) -> bool:
        """True if what clients send of these records decides a field that is derived from them."""
        if rule.how is Aggregate.COUNT or rule.field is None:
            return True
        return self.entity.field(rule.field).is_written_by_client

    def item(self, values: dict[str, JsonValue], token: str) -> dict[str, JsonValue]:
        """The id and the values of a record that compare by equality in a list: no instants, no secrets."""
        plain = {
            name: value
            for name, value in values.items()
            if self.entity.field(name).type not in INSTANT_TYPES
            and not self.entity.field(name).secret
        }
        id_out = self.binding(BindingRole.LIST).id_out
        return placed([(id_out, token)]) | written(self.entity, plain)

    def list_step(
        self,
        *,
        query: dict[str, str] | None = None,
        contains: Sequence[Mapping[str, JsonValue]] | None = None,
        excludes: Sequence[Mapping[str, JsonValue]] | None = None,
        order: list[str] | None = None,
        length: int | None = None,
        total: int | None = None,
        parents: Mapping[str, JsonValue] | None = None,
    ) -> HttpStep:
        binding = self.binding(BindingRole.LIST)
        items, id_out = binding.items, binding.id_out
        matches = [
            Match(pointer=items, op=Matcher.CONTAINS, value=dict(it)) for it in contains or []
        ]
        matches += [
            Match(pointer=items, op=Matcher.EXCLUDES, value=dict(it)) for it in excludes or []
        ]
        matches += [
            Match(pointer=f"{items}/{index}{id_out}", op=Matcher.EQUALS, value="{{" + name + "}}")
            for index, name in enumerate(order or [])
            if binding.newest_first
        ]
        seeded = 0 if query else self.plan.seeded(self.entity.name)
        if length is not None:
            length += seeded
            matches.append(Match(pointer=items, op=Matcher.LENGTH, value=length))
        headers: dict[str, str] = {}
        if total is not None and binding.total.startswith("/"):
            counted = total + seeded
            matches.append(Match(pointer=binding.total, op=Matcher.EQUALS, value=counted))
        elif total is not None and binding.total:
            headers = {binding.total: f"^{total + seeded}$"}
        return self.send(
            BindingRole.LIST, query=query, body=matches, headers=headers, parents=parents
        )

    def echo(self, pointer: str, values: dict[str, JsonValue]) -> list[Match]:
        matches = []
        for name, value in values.items():
            field = self.entity.field(name)
            if not field.secret and field.write is not WriteAccess.PATH:
                op = Matcher.INSTANT if field.type in INSTANT_TYPES else Matcher.EQUALS
                matches.append(Match(pointer=pointer + field.place, op=op, value=value))
        return matches

    def error_step(
        self, step: HttpStep, *status: int, field: EntityField | None = None
    ) -> HttpStep:
        return refused(self.plan, step, *status, field=field)

    def trace(self, name: str, title: str, *wanted: HttpStep | ParallelStep | None) -> Trace:
        """The trace of these steps, those left out that the plan has no operation for."""
        steps = [step for step in wanted if step is not None]
        names = {name for step in steps for name in step.references}
        variants = sorted({int(found[1]) for name in names if (found := _VARIANT.fullmatch(name))})
        every = [
            *parent_steps(self.plan, self.entity),
            *scoped_parents(self.plan, self.entity, variants),
            *steps,
        ]
        return Trace(
            id=f"{self.entity.plural}.{name}",
            title=title,
            entity=self.entity.name,
            steps=signed_in(self.plan, every),
        )

    def values(self, variant: int, *, only_required: bool = False) -> dict[str, JsonValue]:
        return record(self.plan, self.entity, variant, only_required=only_required)
