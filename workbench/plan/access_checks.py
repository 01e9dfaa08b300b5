"""Type-checks accounts, ownership, invariants and seeds: everything they name must exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import JsonValue

from workbench.plan.access import ACCOUNT_SCHEMAS, Accounts
from workbench.plan.actors import roles_of, seeded_as
from workbench.plan.fields import FieldType, WriteAccess
from workbench.plan.invariants import (
    Capacity,
    Invariant,
    NeverNegative,
    Transition,
)
from workbench.plan.problem import PlanProblem
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.totals.operations import totals_problems


def access_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every problem with access and with invariants; of wrong accounts alone, if they are wrong."""
    wrong = [] if plan.accounts is None else list(_account_problems(plan, plan.accounts))
    yield from wrong
    if wrong:
        return  # the roles are not known
    for entity in plan.entities:
        yield from _ownership_problems(plan, entity)
        yield from _part_problems(plan, entity)
    for rule in plan.invariants:
        yield from _invariant_problems(plan, rule)
    yield from _seed_problems(plan)
    yield from _derived_problems(plan)
    yield from totals_problems(plan)


def _account_problems(plan: SystemPlan, accounts: Accounts) -> Iterator[PlanProblem]:
    entity = plan.find_entity(accounts.entity)
    if entity is None:
        yield PlanProblem("accounts.entity", f"there is no entity {accounts.entity!r}")
        return
    for name in sorted(ACCOUNT_SCHEMAS & {item.name for item in plan.entities}):
        yield PlanProblem(f"entities.{name}", "the name is reserved for the accounts' operations")
    login, password = entity.find_field(accounts.login), entity.find_field(accounts.password)
    if login is None or not login.unique or not login.required:
        yield PlanProblem("accounts.login", f"{accounts.login!r} must be a required, unique field")
    if password is None or not password.secret or not password.required:
        yield PlanProblem(
            "accounts.password", f"{accounts.password!r} must be a required, secret field"
        )
    if accounts.role is None:
        return
    role = entity.find_field(accounts.role)
    if role is None or role.type is not FieldType.ENUM or role.write is not WriteAccess.SERVER:
        yield PlanProblem("accounts.role", f"{accounts.role!r} must be an enum, write server")
    elif role.default is None:
        yield PlanProblem(
            "accounts.role", "it needs a default: the role of a newly registered account"
        )


def _ownership_problems(plan: SystemPlan, entity: Entity) -> Iterator[PlanProblem]:
    where = f"entities.{entity.name}"
    if entity.owner is not None:
        owner = entity.find_field(entity.owner)
        accounts = plan.accounts.entity if plan.accounts else None
        if owner is None or owner.target != accounts or owner.is_written_by_client:
            yield PlanProblem(
                f"{where}.owner", f"{entity.owner!r} must be a ref to the account, write server"
            )
    if entity.seen_by and entity.owner is None:
        yield PlanProblem(f"{where}.seen_by", "`seen_by` needs an `owner`; these records have none")
    asked = {
        *entity.writers,
        *entity.seen_by,
        *(role for roles in entity.operation_roles.values() for role in roles),
    }
    for operation in plan.operations:
        if operation.access is not None and operation.tag == entity.name:
            asked |= {*operation.access.roles}
    known = roles_of(plan) if plan.accounts and plan.find_entity(plan.accounts.entity) else []
    for name in sorted(asked):
        if name not in known:
            yield PlanProblem(where, f"there is no role {name!r}")
        elif not _can_be_had(plan, name):
            yield PlanProblem(
                where, f"no account can have the role {name!r}: seed an account with it"
            )


def _part_problems(plan: SystemPlan, entity: Entity) -> Iterator[PlanProblem]:
    """What is wrong with `part_of`, the first thing only."""
    if entity.part_of is None:
        return
    found = _part_problem(plan, entity, entity.part_of)
    if found is not None:
        yield PlanProblem(f"entities.{entity.name}.part_of", found)


def _part_problem(plan: SystemPlan, entity: Entity, name: str) -> str | None:
    if plan.accounts is None:
        return "`part_of` needs `accounts`, and the plan has none"
    if entity.name == plan.accounts.entity:
        return "an account cannot be part of a record"
    reference = entity.find_field(name)
    if reference is None:
        return f"{entity.name} has no field {name!r}"
    is_written = reference.is_written_by_client or reference.write is WriteAccess.PATH
    is_sure = reference.type is FieldType.REF and reference.required and not reference.nullable
    above = plan.find_entity(reference.target) if reference.target else None
    if above is None or not is_sure or not is_written:
        return f"{name!r} must be a required ref, not nullable, that a client writes"
    if above.name == plan.accounts.entity:
        return f"{name!r} is a ref to an account: use `owner` for that"
    if above.name == entity.name:
        return "`part_of` cannot refer to the same entity"
    if entity.public or _is_read_by_all(plan, entity):
        return "everybody may read these records: leave out `public: true`, or `part_of`"
    if above.owner is None and above.part_of is None:
        return (
            f"{above.name} has neither `owner` nor `part_of`, so every account sees all of"
            " its parts: leave out `part_of`"
        )
    trail = [entity.name, above.name]
    while above is not None and above.part_of is not None:
        further = above.find_field(above.part_of)
        above = plan.find_entity(further.target) if further is not None and further.target else None
        if above is not None and above.name in trail:
            return f"`part_of` leads back to the same entity: {' → '.join([*trail, above.name])}"
        trail += [above.name] if above is not None else []
    return None


def _is_read_by_all(plan: SystemPlan, entity: Entity) -> bool:
    """True if an operation that shows these records asks nobody to sign in."""
    shown = [
        binding.operation
        for binding in plan.bindings
        if binding.entity == entity.name and binding.role in (BindingRole.READ, BindingRole.LIST)
    ]
    return any(item.id in shown and item.access is None for item in plan.operations)


def _can_be_had(plan: SystemPlan, role: str) -> bool:
    assert plan.accounts is not None
    assert plan.accounts.role is not None
    newcomers = plan.entity(plan.accounts.entity).field(plan.accounts.role).default
    return role == newcomers or seeded_as(plan, role) is not None


def _invariant_problems(plan: SystemPlan, rule: Invariant) -> Iterator[PlanProblem]:
    where = f"invariants.{rule.id}"
    entity = plan.find_entity(rule.entity)
    if entity is None:
        yield PlanProblem(where, f"there is no entity {rule.entity!r}")
        return
    yield from _missing(where, entity, rule.own_fields)
    match rule:
        case Capacity():
            yield from _parent_problems(plan, where, entity, rule.parent, rule.limit)
            yield from _where_problems(where, entity, rule.where)
        case NeverNegative():
            yield from _parent_problems(plan, where, entity, rule.parent, rule.derived)
        case Transition():
            if rule.operation not in {operation.id for operation in plan.operations}:
                yield PlanProblem(where, f"there is no operation {rule.operation!r}")


def _parent_problems(
    plan: SystemPlan, where: str, entity: Entity, parent: str, field: str
) -> Iterator[PlanProblem]:
    """`parent` must be a reference of the entity, and `field` a field of what it points to."""
    reference = entity.find_field(parent)
    if reference is None:
        return
    above = plan.find_entity(reference.target) if reference.target else None
    if above is None:
        yield PlanProblem(where, f"{parent!r} must be a reference")
    else:
        yield from _missing(where, above, (field,))


def _where_problems(
    where: str, entity: Entity, wanted: dict[str, JsonValue]
) -> Iterator[PlanProblem]:
    """A condition's field must be stored, and have several values."""
    yield from _missing(where, entity, wanted)
    for name, value in wanted.items():
        field = entity.find_field(name)
        if field is None:
            continue
        if not field.is_condition:
            yield PlanProblem(
                where,
                f"where: {name!r} must be an enum or a boolean that clients write, or that has a"
                " default which transitions change",
            )
        elif value not in field.choices:
            yield PlanProblem(where, f"where: {value!r} is not a value of {name!r}")


def _missing(where: str, entity: Entity, names: Iterable[str | None]) -> Iterator[PlanProblem]:
    for name in names:
        if name is not None and entity.find_field(name) is None:
            yield PlanProblem(where, f"{entity.name} has no field {name!r}")


def _seed_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    for number, seed in enumerate(plan.seed):
        where = f"seed.{number}"
        entity = plan.find_entity(seed.entity)
        if entity is None:
            yield PlanProblem(where, f"there is no entity {seed.entity!r}")
            continue
        yield from _missing(where, entity, seed.values)
        for field in entity.client_fields:
            if field.required and field.name not in seed.values:
                yield PlanProblem(where, f"{field.name!r} is required and has no value")


def _derived_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    for entity in plan.entities:
        for field in entity.fields:
            if field.derived is None:
                continue
            where = f"entities.{entity.name}.fields.{field.name}.derived"
            child = plan.find_entity(field.derived.child)
            if child is None:
                yield PlanProblem(where, f"there is no entity {field.derived.child!r}")
                continue
            reference = child.find_field(field.derived.ref)
            if reference is None or reference.target != entity.name:
                yield PlanProblem(where, f"{field.derived.ref!r} must point to {entity.name}")
            if field.derived.field is not None:
                yield from _missing(where, child, (field.derived.field,))
            yield from _where_problems(where, child, field.derived.where)
