"""Which accounts the tests of a backend call its operations as: those whose roles can."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.plan.actors import is_account, newcomer_role, roles_of, seeded_as
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.invariants import Capacity, Transition
from workbench.plan.language.operations import Operation
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.totals.operations import totals_of
from workbench.scaffold.accounts.access_views import EntityAccess
from workbench.scaffold.open_parts import is_usual_transition

# The account that registers itself; the others are named by the role that they are seeded with.
NEWCOMER = ""
READING = (BindingRole.READ, BindingRole.LIST)
CHANGING = (BindingRole.REPLACE, BindingRole.PATCH)


def accounts_of_tests(plan: SystemPlan) -> list[str]:
    """Every account that a test can call as."""
    return [NEWCOMER, *(role for role in roles_of(plan) if seeded_as(plan, role))]


def may_call(plan: SystemPlan, account: str, operation: Operation) -> bool:
    """True if the account's role may call the operation."""
    asked = operation.access.roles if operation.access is not None else []
    return not asked or _role(plan, account) in asked


@dataclass(frozen=True)
class Callers:
    """The accounts that make, read and change the records of an entity in tests."""

    plan: SystemPlan
    entity: Entity

    @property
    def access(self) -> EntityAccess:
        return EntityAccess(self.plan, self.entity)

    @property
    def maker(self) -> str:
        """The account that makes its records: of those that can, the one that may do most else."""
        return max(
            accounts_of_tests(self.plan), key=lambda name: (self.makes(name), self._may(name))
        )

    def makes(self, account: str, below: tuple[str, ...] = ()) -> bool:
        """True if the account can create a record, and what of its own the record must refer to."""
        if not self.access.has(BindingRole.CREATE):
            return False
        if not may_call(self.plan, account, self.access.operation(BindingRole.CREATE)):
            return False
        trail = (*below, self.entity.name)
        return all(
            target.makes(account, trail) or (target.sees_all(account) and target.is_made(trail))
            for target in self._above
            if target.entity.name not in trail
        )

    def sees_all(self, account: str) -> bool:
        """True if the account's role sees the records of every account."""
        return _role(self.plan, account) in self.access.viewers

    def changes_all(self, account: str) -> bool:
        """True if the account's role sees the records of every account, and may change them."""
        role = _role(self.plan, account)
        return self.sees_all(account) and not (
            self.access.is_owned and role not in self.access.seen_by
        )

    def able(self, operation: Operation, maker: str | None = None) -> list[str]:
        """The accounts that can call an operation on the maker's records, the maker first."""
        maker = self.maker if maker is None else maker
        binding = self.binding_of(operation)
        able = [
            name
            for name in sorted(accounts_of_tests(self.plan), key=lambda one: one != maker)
            if may_call(self.plan, name, operation)
        ]
        if binding is BindingRole.CREATE:
            return [name for name in able if self.makes(name)]
        reading = binding in READING or totals_of(self.plan, operation) is not None
        if reading and self.access.is_private:
            able = [name for name in able if name == maker or self.sees_all(name)]
        elif not reading and self.access.is_guarded:
            able = [name for name in able if name == maker or self.changes_all(name)]
        if binding in CHANGING:  # the body refers to what belongs to the maker
            able = [
                name
                for name in able
                if name == maker or all(target.sees_all(name) for target in self._above)
            ]
        return able

    @property
    def refused_to_others(self) -> list[str]:
        """The methods that an account that registered may call, but not on another's record."""
        roles = [
            *([BindingRole.READ] if self.access.is_private else []),
            BindingRole.REPLACE,
            BindingRole.DELETE,
        ]
        return [
            self.access.operation(role).method
            for role in roles
            if self.access.has(role) and not self.access.barred(role)
        ]

    @property
    def is_listed_to_others(self) -> bool:
        """True if an account that registered may list records."""
        return self.access.has(BindingRole.LIST) and not self.access.barred(BindingRole.LIST)

    def can(self, role: str) -> bool:
        """True if the API has the operation, and an account can call it on the maker's records."""
        binding = BindingRole(role)
        return self.access.has(binding) and bool(self.able(self.access.operation(binding)))

    def can_above(self, field: EntityField, role: str) -> bool:
        """The same on a record that a test makes for a record of this entity to refer to."""
        above = Callers(self.plan, self.plan.entity(field.target or ""))
        is_own = self.must_own(field) and above.makes(self.maker)
        binding = BindingRole(role)
        return above.access.has(binding) and bool(
            above.able(above.access.operation(binding), self.maker if is_own else above.maker)
        )

    def must_own(self, field: EntityField) -> bool:
        """True if a reference must be to a record that the caller owns or its role sees.

        If records of several accounts are counted together, others may refer to them.
        """
        if field.target is None or is_account(self.plan, self.plan.entity(field.target)):
            return False
        target = self.plan.entity(field.target)
        if not EntityAccess(self.plan, target).is_private:
            return False
        if field.name == self.entity.part_of:
            return True
        shared = any(
            one.derived is not None
            and (one.derived.child, one.derived.ref) == (self.entity.name, field.name)
            for one in target.fields
        )
        limited = any(
            isinstance(rule, Capacity)
            and (rule.entity, rule.parent) == (self.entity.name, field.name)
            for rule in self.plan.invariants
        )
        return not shared and not limited

    @property
    def _above(self) -> list[Callers]:
        """The entities of the records that a record must refer to and that must be the caller's."""
        return [
            Callers(self.plan, self.plan.entity(field.target))
            for field in self.entity.client_fields
            if field.target is not None
            and (field.required or field.type is FieldType.REFS)
            and self.must_own(field)
        ]

    def is_made(self, below: tuple[str, ...]) -> bool:
        """True if some account makes its records."""
        return any(self.makes(account, below) for account in accounts_of_tests(self.plan))

    def _may(self, account: str) -> int:
        """How many of the operations that need an account this one may call."""
        return sum(
            may_call(self.plan, account, self.access.operation(role))
            for role in BindingRole
            if self.access.asks(role)
        )

    def binding_of(self, operation: Operation) -> BindingRole | None:
        """What the operation is to the entity, if it is one of the usual ones."""
        for role in BindingRole:
            binding = self.plan.binding(self.entity.name, role)
            if binding is not None and binding.operation == operation.id:
                return role
        return None


def able_accounts(plan: SystemPlan) -> dict[str, list[str]]:
    """Operation, as a net/http pattern → the accounts that can call it, the one to prefer first.

    An operation that every account can call is left out, unless the pattern of another would cover
    its path. A * stands for one segment of a path.
    """
    found: dict[str, list[str]] = {}
    for entity in plan.entities:
        callers = Callers(plan, entity)
        for operation in _operations(plan, entity):
            path = "/".join("*" if "{" in part else part for part in operation.path.split("/"))
            found[f"{operation.method} {path}"] = _preferred(callers, operation)
    everyone = len(accounts_of_tests(plan))
    limited = [pattern for pattern, able in found.items() if len(able) < everyone]
    return {
        pattern: able
        for pattern, able in found.items()
        if any(_covers(other, pattern) for other in limited)
    }


def _covers(pattern: str, other: str) -> bool:
    """True for a pattern itself, and if it takes what another pattern takes."""
    ours, theirs = pattern.split("/"), other.split("/")
    return len(ours) == len(theirs) and all(
        one in ("*", their) for one, their in zip(ours, theirs, strict=True)
    )


def _preferred(callers: Callers, operation: Operation) -> list[str]:
    """Who can call an operation on records of their own, those first who can on another's."""
    everyone = accounts_of_tests(callers.plan)
    may = [name for name in everyone if may_call(callers.plan, name, operation)]
    if callers.binding_of(operation) is BindingRole.CREATE:
        return callers.able(operation) or may
    if len(may) == len(everyone):
        return may
    able = sorted(callers.able(operation), key=lambda name: not callers.sees_all(name))
    return [*able, *(name for name in may if name not in able)]


def _operations(plan: SystemPlan, entity: Entity) -> list[Operation]:
    """Every operation of an entity that tests call."""
    access = EntityAccess(plan, entity)
    usual = [access.operation(role) for role in BindingRole if access.has(role)]
    moves = [
        plan.operation(rule.operation)
        for rule in plan.invariants
        if isinstance(rule, Transition)
        and rule.entity == entity.name
        and is_usual_transition(plan, rule)
    ]
    totals = [plan.operation(one.operation) for one in plan.totals if one.entity == entity.name]
    return [*usual, *moves, *(one for one in totals if totals_of(plan, one) is not None)]


def _role(plan: SystemPlan, account: str) -> str | None:
    return account or newcomer_role(plan)
