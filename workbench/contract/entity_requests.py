"""Requests of one entity, phrased over its bindings: what probes are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from workbench.contract.callers import caller
from workbench.contract.fields import FieldType
from workbench.contract.identities import signed_in
from workbench.contract.plan import Binding, BindingRole, Entity, SystemPlan
from workbench.contract.pointers import wrapped
from workbench.contract.samples import parent_steps, record, scoped_parents
from workbench.contract.steps import (
    Expectation,
    HttpStep,
    Match,
    Matcher,
    ParallelStep,
    Probe,
)

PROBLEM_HEADERS = {"Content-Type": "^application/problem\\+json"}
INSTANT_TYPES = frozenset({FieldType.DATETIME})
_VARIANT = re.compile(r"\{\{[a-z0-9_]+_v(\d+)_id")


class EntityRequests:
    """Builds requests and expectations from an entity's bindings; never guesses a path."""

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

    def path(self, role: BindingRole, identifier: str = "") -> str:
        binding = self.binding(role)
        path = self.plan.operation(binding.operation).path
        return path.replace("{" + binding.id_param + "}", identifier)

    def send(
        self,
        role: BindingRole,
        values: JsonValue = None,
        *,
        identifier: str = "{{id}}",
        status: list[int] | None = None,
        query: dict[str, str] | None = None,
        body: list[Match] | None = None,
        headers: dict[str, str] | None = None,
        capture: dict[str, str] | None = None,
        account: str | None = None,
    ) -> HttpStep:
        operation = self.plan.operation(self.binding(role).operation)
        sent = values if values is None else wrapped(self.binding(role).body_in, values)
        return HttpStep(
            method=operation.method,
            path=self.path(role, identifier),
            as_account=account or caller(self.plan, operation),
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

    def list_step(
        self,
        *,
        query: dict[str, str] | None = None,
        contains: Sequence[Mapping[str, JsonValue]] | None = None,
        excludes: Sequence[Mapping[str, JsonValue]] | None = None,
        order: list[str] | None = None,
        length: int | None = None,
        total: int | str | None = None,
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
        ]
        seeded = 0 if query else sum(seed.entity == self.entity.name for seed in self.plan.seed)
        if length is not None:
            length += seeded
            matches.append(Match(pointer=items, op=Matcher.LENGTH, value=length))
        if isinstance(total, int):
            total += seeded
        headers = {binding.total: f"^{total}$"} if binding.total and total is not None else {}
        return self.send(BindingRole.LIST, query=query, body=matches, headers=headers)

    def echo(self, pointer: str, values: dict[str, JsonValue]) -> list[Match]:
        matches = []
        for name, value in values.items():
            field = self.entity.field(name)
            if not field.secret:
                op = Matcher.INSTANT if field.type in INSTANT_TYPES else Matcher.EQUALS
                matches.append(Match(pointer=f"{pointer}/{name}", op=op, value=value))
        return matches

    def refusal(self, step: HttpStep, *status: int, field: str | None = None) -> HttpStep:
        body = []
        if field is not None:
            body = [Match(pointer="/errors", op=Matcher.CONTAINS, value={"field": field})]
        step.expect = Expectation(status=list(status), headers=PROBLEM_HEADERS, body=body)
        step.capture = {}
        return step

    def probe(self, name: str, title: str, *steps: HttpStep | ParallelStep) -> Probe:
        sent = "".join(step.model_dump_json() for step in steps)
        variants = sorted({int(found) for found in _VARIANT.findall(sent)})
        every = [
            *parent_steps(self.plan, self.entity),
            *scoped_parents(self.plan, self.entity, variants),
            *steps,
        ]
        return Probe(
            id=f"{self.entity.plural}.{name}",
            title=title,
            entity=self.entity.name,
            steps=signed_in(self.plan, every),
        )

    def values(self, variant: int, *, only_required: bool = False) -> dict[str, JsonValue]:
        return record(self.plan, self.entity, variant, only_required=only_required)
