"""Who calls an operation: what follows from the plan's accounts, without any request."""

from __future__ import annotations

from workbench.plan.access import Seed
from workbench.plan.fields import FieldType
from workbench.plan.system import Entity, Operation, SystemPlan


def newcomer(plan: SystemPlan) -> str:
    """The name of the account that traces use where any will do: ``user`` for the entity User.

    Its id is captured under the name that a reference to the entity is filled from.
    """
    assert plan.accounts is not None
    return plan.accounts.entity.lower()


def caller(plan: SystemPlan, operation: Operation, otherwise: str | None = None) -> str | None:
    """Who calls an operation in a trace: nobody where it is open, else somebody who may."""
    if plan.accounts is None or operation.access is None:
        return None
    if operation.access.roles and newcomer_role(plan) not in operation.access.roles:
        return operation.access.roles[0]
    return otherwise or newcomer(plan)


def privileged(plan: SystemPlan) -> str | None:
    """The account that may do most: one with a role that is not a newcomer's, if there is any."""
    if plan.accounts is None:
        return None
    roles = [name for name in roles_of(plan) if name != newcomer_role(plan)]
    return next((name for name in roles if seeded_as(plan, name)), newcomer(plan))


def newcomer_role(plan: SystemPlan) -> str | None:
    """The role of an account that registers itself; None without roles."""
    accounts = plan.accounts
    if accounts is None or accounts.role is None:
        return None
    return str(plan.entity(accounts.entity).field(accounts.role).default)


def seeded_as(plan: SystemPlan, name: str) -> Seed | None:
    """The seeded account that has the role of this name, if the plan has one."""
    accounts = plan.accounts
    if accounts is None or accounts.role is None:
        return None
    for seed in plan.seed:
        if seed.entity == accounts.entity and seed.values.get(accounts.role) == name:
            return seed
    return None


def roles_of(plan: SystemPlan) -> list[str]:
    """Every role that the plan knows."""
    accounts = plan.accounts
    if accounts is None or accounts.role is None:
        return []
    return plan.entity(accounts.entity).field(accounts.role).values


def is_account(plan: SystemPlan, entity: Entity) -> bool:
    """True for the entity whose records are accounts."""
    return plan.accounts is not None and plan.accounts.entity == entity.name


def is_owned_by_account(plan: SystemPlan, entity: Entity) -> bool:
    """True where each record belongs to the account that made it."""
    if entity.owner is None:
        return False
    field = entity.field(entity.owner)
    return field.type is FieldType.REF and not field.is_written_by_client
