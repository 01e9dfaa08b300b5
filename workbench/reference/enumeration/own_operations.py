"""Operations of the plan's own: whom they ask to sign in, with which role, and of which record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workbench.plan.actors import caller, newcomer
from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.steps import Expectation, HttpStep, Trace
from workbench.plan.system import Operation
from workbench.reference.enumeration.bodies import MALFORMED
from workbench.reference.enumeration.writing import TraceWriter
from workbench.reference.execution.machine import Reference


def own_operation_traces(reference: Reference) -> Iterator[Trace]:
    """One trace of all of them; none where every operation is bound to an entity."""
    plan = reference.plan
    bound = {binding.operation for binding in plan.bindings}
    if plan.accounts is not None:
        accounts = plan.accounts
        bound |= {accounts.register_operation, accounts.login_operation, accounts.me_operation}
    writer = TraceWriter(reference, plan.entities[0])
    for operation in plan.operations:
        if operation.id not in bound:
            for account, headers in _callers(writer, operation):
                writer.send_step(_step(operation, account, headers))
            for raw in MALFORMED if operation.request is not None else ():
                writer.send_step(_step(operation, caller(plan, operation), {}, raw))
    if writer.steps:
        yield Trace(
            id="api.own_operations",
            title="who may not call an operation is refused, and so is a body that is not JSON",
            entity="", steps=list(writer.steps),
        )  # fmt: skip


def _callers(
    writer: TraceWriter, operation: Operation
) -> Iterator[tuple[str | None, dict[str, str]]]:
    """Nobody, a forged token, and an account without a role."""
    accounts = writer.plan.accounts
    if accounts is not None and operation.access is not None:
        yield None, {}
        yield None, {"Authorization": f"{accounts.scheme} forged"}
        yield newcomer(writer.plan), {}


def _step(
    operation: Operation, account: str | None, headers: dict[str, str], raw: str | None = None
) -> HttpStep:
    return HttpStep(
        method=operation.method, path=re.sub(r"\{[^}]+\}", UNKNOWN_IDS["int64"], operation.path),
        as_account=account, headers=headers, raw=raw,
        expect=Expectation(status=[operation.success]),
    )  # fmt: skip
