"""Which account calls an operation in traces, by the plan's accounts and roles."""

from __future__ import annotations

from workbench.plan.access import Seed
from workbench.plan.fields import EnumField, FieldType
from workbench.plan.language.operations import Operation
from workbench.plan.pages import Page
from workbench.plan.system import BindingRole, Entity, SystemPlan


def newcomer(plan: SystemPlan) -> str:
    """The name of the account that traces use by default: ``user`` for the entity User.

    References to the entity are filled from the capture of its id.
    """
    assert plan.accounts is not None
    return plan.accounts.entity.lower()


def caller(plan: SystemPlan, operation: Operation, otherwise: str | None = None) -> str | None:
    """The account that calls an operation in a trace: None if it is open, else one that may call it."""
    if plan.accounts is None or operation.access is None:
        return None
    if operation.access.roles and newcomer_role(plan) not in operation.access.roles:
        return operation.access.roles[0]
    return otherwise or newcomer(plan)


def user_of(plan: SystemPlan, entity: Entity, operation: Operation) -> str | None:
    """The account that calls an operation of an entity in a trace: one that sees the trace's records.

    These, or what they are part of, belong to the account that creates such a record in a trace.
    """
    usual = caller(plan, operation)
    whole = whole_of(plan, entity)
    binding = plan.binding(whole.name, BindingRole.CREATE)
    if usual is None or whole.owner is None or binding is None or operation.access is None:
        return usual
    maker, roles = caller(plan, plan.operation(binding.operation)), operation.access.roles
    able = [
        name
        for name in (usual, maker, *whole.seen_by)
        if name is not None
        and (name == maker or role_of(plan, name) in whole.seen_by)
        and (not roles or role_of(plan, name) in roles)
    ]
    return able[0] if able else usual


def role_of(plan: SystemPlan, name: str) -> str | None:
    """The role of the account of that name in traces; None without roles."""
    return name if name in roles_of(plan) else newcomer_role(plan)


def visitor_of(plan: SystemPlan, page: Page) -> str:
    """The account that opens a page in a journey: one of its first role, else a new one."""
    return page.roles[0] if page.roles else newcomer(plan)


def can_be_written(plan: SystemPlan, entity: Entity) -> bool:
    """True if records can be created, read by their id and listed, by somebody that the plan can sign in.

    A client's document may guard operations by accounts that the plan cannot describe.
    """
    bindings = [
        plan.binding(entity.name, role)
        for role in (BindingRole.CREATE, BindingRole.READ, BindingRole.LIST)
    ]
    return all(
        binding is not None and has_caller(plan, plan.operation(binding.operation))
        for binding in bindings
    )


def has_caller(plan: SystemPlan, operation: Operation) -> bool:
    """True if somebody whom the plan can sign in may call the operation."""
    return operation.access is None or plan.accounts is not None


def privileged(plan: SystemPlan) -> str | None:
    """The account with the most rights: one whose role is not a new account's, if there is one."""
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
    """The seeded account with this role, if there is one."""
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
    role = plan.entity(accounts.entity).field(accounts.role)
    return role.values if isinstance(role, EnumField) else []


def is_account(plan: SystemPlan, entity: Entity) -> bool:
    """True for the entity whose records are accounts."""
    return plan.accounts is not None and plan.accounts.entity == entity.name


def parent_of_parts(plan: SystemPlan, entity: Entity) -> Entity | None:
    """The entity whose records decide who sees these; None if they are not parts."""
    if entity.part_of is None or plan.accounts is None:
        return None
    return plan.entity(entity.field(entity.part_of).target or "")


def parents_of_parts(plan: SystemPlan, entity: Entity) -> list[Entity]:
    """What these records are part of, from the nearest to the whole; empty if they are not parts."""
    above = parent_of_parts(plan, entity)
    return [] if above is None else [above, *parents_of_parts(plan, above)]


def whole_of(plan: SystemPlan, entity: Entity) -> Entity:
    """The entity whose owners decide who sees these records: what they are part of, else itself."""
    return [entity, *parents_of_parts(plan, entity)][-1]


def is_owned_by_account(plan: SystemPlan, entity: Entity) -> bool:
    """True if each record belongs to the account that created it."""
    if entity.owner is None:
        return False
    field = entity.field(entity.owner)
    return field.type is FieldType.REF and not field.is_written_by_client
