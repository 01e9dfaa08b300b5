"""Who calls: the account behind a token, what an operation asks of it, and whose a record is."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.plan.actors import is_owned_by_account, parent_of_parts
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
    """Why the operation rejects this caller."""
    access = operation.access
    if access is None:
        return []
    if account is None:
        return [wire.NO_VALID_TOKEN]
    if access.roles and _role(plan, account) not in access.roles:
        return [wire.WRONG_ROLE]
    return []


@dataclass(frozen=True)
class Caller:
    """What one account (or an anonymous caller) may see and change in a state."""

    plan: SystemPlan
    state: State
    account: Record | None

    def faults(self, record: Record, *, reading: bool) -> list[Fault]:
        """Why the caller may not read or change this record."""
        if not self.sees(record):
            return [wire.ANOTHERS_RECORD]
        return [] if reading or self._has(record) else [wire.ANOTHERS_VISIBLE_RECORD]

    def sees(self, record: Record) -> bool:
        """True if the caller sees the record: what it is part of, else the record itself."""
        entity = self.plan.entity(record.id.entity)
        if parent_of_parts(self.plan, entity) is not None:
            return self.account is not None and self.sees(self._parent(entity, record))
        return is_seen_by_all(self.plan, entity) or self._has(record)

    def changes(self, record: Record) -> bool:
        """True if the caller sees the record, and it is the caller's to change."""
        return self._has(record) and self.sees(record)

    def _parent(self, entity: Entity, record: Record) -> Record:
        held = record.values.get(entity.part_of or "")
        parent = self.state.get(held) if isinstance(held, RecordId) else None
        if parent is None:
            raise Undecided(entity.part_of or "")
        return parent

    def _has(self, record: Record) -> bool:
        """True if the record belongs to nobody, to the caller, or to all of the caller's role."""
        entity = self.plan.entity(record.id.entity)
        if not is_owned_by_account(self.plan, entity):
            return True
        return self.account is not None and (
            record.values.get(entity.owner or "") == self.account.id
            or (bool(entity.seen_by) and _role(self.plan, self.account) in entity.seen_by)
        )


def is_seen_by_all(plan: SystemPlan, entity: Entity) -> bool:
    """True if reading and listing ask nobody to sign in."""
    bindings = [plan.binding(entity.name, role) for role in (BindingRole.READ, BindingRole.LIST)]
    return all(plan.operation(item.operation).access is None for item in bindings if item)


def _role(plan: SystemPlan, account: Record) -> object:
    assert plan.accounts is not None
    return account.values.get(plan.accounts.role or "")
