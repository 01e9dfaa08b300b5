"""Operations of the plan's own: who may not call one is refused, so is a body that it does not take.

What is refused changes nothing: the record that they may be about, and every list, are as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.plan.actors import caller, is_account, newcomer
from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.language.operations import Operation
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.entity_requests import EntityRequests
from workbench.reference.enumeration.bodies import MALFORMED
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference
from workbench.reference.sample_bodies import refused_bodies


def own_operation_traces(reference: Reference) -> Iterator[Trace]:
    """One trace of all of them; none if every operation is bound to an entity."""
    plan = reference.plan
    operations = own_operations(plan)
    if not operations:
        return
    writer = TraceWriter(reference, _about(plan))
    has_record = writer.has(BindingRole.CREATE) and writer.create(writer.values(0))
    before = len(writer.steps)
    for operation in operations:
        path = _path(writer, operation, has_record=has_record)
        for account, headers in _callers(writer, operation):
            writer.send_step(_step(operation, path, account, headers))
        who = caller(plan, operation)
        for raw in MALFORMED if operation.request is not None else ():
            writer.send_step(_step(operation, path, who, {}, raw))
        for body in refused_bodies(operation.request or {}):
            step = _step(operation, path, who, {})
            writer.send_step(step.model_copy(update={"body": body}))
    if len(writer.steps) == before:
        return
    if has_record:
        writer.see()
    for entity in plan.entities:
        _list(writer, entity)
    yield Trace(
        id="api.own_operations",
        title="who may not call an operation is refused, so is a body that it does not take, and"
        " nothing is changed by them",
        entity="",
        steps=list(writer.steps),
    )


def own_operations(plan: SystemPlan) -> list[Operation]:
    """The operations that are neither bound to an entity nor part of the accounts."""
    bound = {binding.operation for binding in plan.bindings}
    if plan.accounts is not None:
        accounts = plan.accounts
        bound |= {accounts.register_operation, accounts.login_operation}
        bound |= {accounts.me_operation} if accounts.me_operation else set()
    return [operation for operation in plan.operations if operation.id not in bound]


def _about(plan: SystemPlan) -> Entity:
    """The first entity whose records can be made and read; the first of all if there is none."""
    made = (
        entity
        for entity in plan.entities
        if not is_account(plan, entity)
        and plan.binding(entity.name, BindingRole.CREATE)
        and plan.binding(entity.name, BindingRole.READ)
    )
    return next(made, plan.entities[0])


def _path(writer: TraceWriter, operation: Operation, *, has_record: bool) -> str:
    """The operation's path: of the record if it lies below it, else of one that is not there."""
    unknown = UNKNOWN_IDS["int64"]
    if has_record and writer.has(BindingRole.READ):
        binding = writer.binding(BindingRole.READ)
        of_record = writer.plan.operation(binding.operation).path
        if operation.path.startswith(of_record) and of_record.count("{") == 1:
            rest = operation.path.removeprefix(of_record)
            return writer.path(BindingRole.READ, "{{id}}") + re.sub(r"\{[^}]+\}", unknown, rest)
    return re.sub(r"\{[^}]+\}", unknown, operation.path)


def _callers(
    writer: TraceWriter, operation: Operation
) -> Iterator[tuple[str | None, dict[str, str]]]:
    """Nobody, a forged token, and an account without a role."""
    accounts = writer.plan.accounts
    if accounts is not None and operation.access is not None:
        yield None, {}
        yield None, {"Authorization": f"{accounts.scheme} forged"}
        yield newcomer(writer.plan), {}


def _list(writer: TraceWriter, entity: Entity) -> None:
    requests = EntityRequests(writer.plan, entity)
    if requests.has(BindingRole.LIST) and not entity.path_fields:
        writer.send_step(requests.send(BindingRole.LIST))


def _step(
    operation: Operation,
    path: str,
    account: str | None,
    headers: dict[str, str],
    raw: str | None = None,
) -> HttpStep:
    return HttpStep(
        method=operation.method,
        path=path,
        as_account=account,
        headers=headers,
        raw=raw,
        expect=Expectation(status=[operation.success]),
    )
