"""Who calls: the account behind a token, what an operation asks of it, and whose a record is."""

from __future__ import annotations

from workbench.plan.actors import is_owned_by_account
from workbench.plan.language.operations import Operation
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.requests import Request
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import RecordId, Token, Undecided, symbol_in
from workbench.reference.execution.wire import Fault


def caller(plan: SystemPlan, state: State, request: Request) -> Record | None:
    """The account whose token the request carries, as the scheme wants it; None for nobody."""
    sent = request.headers.get("authorization")
    if plan.accounts is None or sent is None:
        return None
    scheme, _, rest = sent.partition(" ")
    token = symbol_in(rest)
    if not isinstance(token, Token):
        return None
    if scheme != plan.accounts.scheme:
        if scheme.lower() == plan.accounts.scheme.lower():
            raise Undecided("the case of the scheme")
        return None
    return state.get(RecordId(plan.accounts.entity, token.account))


def access_faults(plan: SystemPlan, operation: Operation, account: Record | None) -> list[Fault]:
    """What an operation has against its caller."""
    access = operation.access
    if access is None:
        return []
    if account is None:
        return [wire.NO_VALID_TOKEN]
    if access.roles and _role(plan, account) not in access.roles:
        return [wire.WRONG_ROLE]
    return []


def ownership_faults(
    plan: SystemPlan, entity: Entity, record: Record, account: Record | None, *, reading: bool
) -> list[Fault]:
    """What stands against the caller's reading or changing this record."""
    if may_access_record(plan, entity, record, account):
        return []
    if reading and is_seen_by_all(plan, entity):
        return []
    return [wire.ANOTHERS_PUBLIC_RECORD if is_seen_by_all(plan, entity) else wire.ANOTHERS_RECORD]


def may_access_record(
    plan: SystemPlan, entity: Entity, record: Record, account: Record | None
) -> bool:
    """True if the record belongs to nobody, to the caller, or to all of the caller's role."""
    if not is_owned_by_account(plan, entity):
        return True
    if account is None:
        return False
    if entity.seen_by and _role(plan, account) in entity.seen_by:
        return True
    return record.values.get(entity.owner or "") == account.id


def is_seen_by_all(plan: SystemPlan, entity: Entity) -> bool:
    """True if reading and listing ask nobody to sign in."""
    bindings = [plan.binding(entity.name, role) for role in (BindingRole.READ, BindingRole.LIST)]
    return all(plan.operation(item.operation).access is None for item in bindings if item)


def _role(plan: SystemPlan, account: Record) -> object:
    assert plan.accounts is not None
    return account.values.get(plan.accounts.role or "")
