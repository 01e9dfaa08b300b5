"""Accounts, roles and ownership in the templates of both components."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.plan.access import Accounts, Seed
from workbench.plan.actors import is_owned_by_account, newcomer_role, parent_of_parts, whole_of
from workbench.plan.language.operations import Operation
from workbench.plan.system import BindingRole, Entity, SystemPlan


@dataclass(frozen=True)
class EntityAccess:
    """Who may do what with the records of an entity."""

    plan: SystemPlan
    entity: Entity

    def has(self, role: BindingRole) -> bool:
        """True if the API has such an operation."""
        return self.plan.binding(self.entity.name, role) is not None

    def operation(self, role: BindingRole) -> Operation:
        """Its operation. Raises KeyError if there is none."""
        binding = self.plan.binding(self.entity.name, role)
        if binding is None:
            raise KeyError(role.value)
        return self.plan.operation(binding.operation)

    def asks(self, role: BindingRole) -> bool:
        """True if the operation needs an account."""
        return self.has(role) and self.operation(role).access is not None

    def roles(self, role: BindingRole) -> list[str]:
        """The roles that may call the operation; empty: any account."""
        access = self.operation(role).access if self.has(role) else None
        return list(access.roles) if access is not None else []

    @property
    def is_owned(self) -> bool:
        return is_owned_by_account(self.plan, self.entity)

    @property
    def is_part(self) -> bool:
        return parent_of_parts(self.plan, self.entity) is not None

    @property
    def whole(self) -> EntityAccess:
        """The entity whose owners decide who sees these records."""
        return EntityAccess(self.plan, whole_of(self.plan, self.entity))

    @property
    def is_private(self) -> bool:
        """True if only the owner sees a record, or what it is part of."""
        if self.is_part:
            return self.whole.is_private
        reading = [role for role in (BindingRole.READ, BindingRole.LIST) if self.has(role)]
        return self.is_owned and any(self.asks(role) for role in reading)

    @property
    def is_guarded(self) -> bool:
        """True if whose a record is decides who changes it."""
        return self.is_owned or self.is_private

    @property
    def seen_by(self) -> list[str]:
        """The roles that change the records of every account, of those that they see."""
        return self.entity.seen_by if self.is_owned else []

    @property
    def viewers(self) -> list[str]:
        """The roles that see the records of every account."""
        return self.whole.seen_by

    def barred(self, role: BindingRole) -> bool:
        """True if an account that registers itself may not call the operation."""
        roles = self.roles(role)
        return bool(roles) and newcomer_role(self.plan) not in roles


def role_in_page_tests(plan: SystemPlan) -> str | None:
    """The role of the account that tests of the page begin with: the one that most operations name.

    None if accounts have no role.
    """
    if plan.accounts is None or plan.accounts.role is None:
        return None
    named = [
        role
        for entity in plan.entities
        for binding in BindingRole
        for role in EntityAccess(plan, entity).roles(binding)
    ]
    return max(named, key=named.count) if named else newcomer_role(plan)


@dataclass(frozen=True)
class SeededAccount:
    """An account that is there from the first start, and the variable with its password.

    `number` tells it from others of its role: empty for the first, then 2, 3, …
    """

    seed: Seed
    login: str
    password: str
    role: str
    variable: str
    number: str


def seeded_accounts(plan: SystemPlan) -> list[SeededAccount]:
    """The accounts of the plan's seed, in its order."""
    accounts = plan.accounts
    if accounts is None:
        return []
    found: list[SeededAccount] = []
    for seed in plan.seed:
        if seed.entity != accounts.entity:
            continue
        role = str(seed.values.get(accounts.role) or "") if accounts.role else ""
        stem = "".join(c if c.isalnum() else "_" for c in (role or accounts.entity).upper())
        same = sum(item.role == role for item in found)
        taken = sum(item.variable.startswith(f"{stem}_PASSWORD") for item in found)
        found.append(
            SeededAccount(
                seed=seed,
                login=str(seed.values[accounts.login]),
                password=str(seed.values[accounts.password]),
                role=role,
                variable=f"{stem}_PASSWORD" + (f"_{taken + 1}" if taken else ""),
                number=str(same + 1) if same else "",
            )
        )
    return found


def has_usual_accounts(plan: SystemPlan, accounts: Accounts) -> bool:
    """True if registering, signing in and the account are sent as the conventions say."""
    places = (
        accounts.body_in,
        accounts.token,
        accounts.record,
        accounts.id_out,
        accounts.me_record,
    )
    return plan.document is None and places == ("", "/token", "/account", "/id", "")
