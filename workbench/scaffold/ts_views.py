"""Entities and fields in the frontend's templates: TypeScript names and expressions."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from pydantic import JsonValue

from workbench.plan.conventions.generated_names import PAGE_NAMES
from workbench.plan.conventions.lists import filter_fields, sort_fields
from workbench.plan.fields import FieldType
from workbench.plan.invariants import Transition
from workbench.plan.system import SERVER_FIELDS, BindingRole, Entity, SystemPlan
from workbench.reference.data_for_tests import valid_value
from workbench.scaffold.accounts.access_views import EntityAccess, role_in_page_tests
from workbench.scaffold.accounts.ts_transitions import TsTransition, may_condition
from workbench.scaffold.open_parts import is_usual_transition
from workbench.scaffold.ts_fields import NUMBERS, TsField
from workbench.scaffold.views import EntityView

CHANGES = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)
TARGET_VARIANT = 3


@dataclass(eq=False)
class TsEntity(EntityView):
    """One entity in the frontend; `ts_pages` adds its fields and the links to other entities."""

    plan: Entity
    prefix: str
    system: SystemPlan
    fields: list[TsField] = field(default_factory=list)
    written_by_server: list[TsField] = field(default_factory=list)

    @property
    def access(self) -> EntityAccess:
        return EntityAccess(self.system, self.plan)

    @property
    def name(self) -> str:
        return self.plan.name

    @property
    def type(self) -> str:
        """The type of a record in a page, apart from what else a page names so: ``LinkRecord``."""
        return f"{self.name}Record" if self.name in PAGE_NAMES else self.name

    @property
    def imported_type(self) -> str:
        """The import of that type: ``Link as LinkRecord``."""
        return self.name if self.type == self.name else f"{self.name} as {self.type}"

    @property
    def display(self) -> str:
        return self.plan.display_field

    @property
    def display_label(self) -> str:
        return self.plan.field(self.display).label

    @property
    def types_display(self) -> bool:
        """True if people type what names a record; else the server writes it."""
        return self.plan.field(self.display).is_written_by_client

    @property
    def display_label_pattern(self) -> str:
        return next(item for item in self.fields if item.name == self.display).label_pattern

    def _function(self, role: BindingRole) -> str | None:
        return self.access.operation(role).id if self.access.has(role) else None

    @property
    def list_fn(self) -> str | None:
        return self._function(BindingRole.LIST)

    @property
    def create_fn(self) -> str | None:
        return self._function(BindingRole.CREATE)

    @property
    def change_role(self) -> str:
        """The role by which its form changes a record: patch if there is no replace."""
        return (self.system.change_role(self.name) or BindingRole.REPLACE).value

    @property
    def change_fn(self) -> str | None:
        return self._function(BindingRole(self.change_role))

    @property
    def change_method(self) -> str:
        return self.access.operation(BindingRole(self.change_role)).method

    @property
    def delete_fn(self) -> str | None:
        return self._function(BindingRole.DELETE)

    @property
    def transitions(self) -> list[TsTransition]:
        return [
            TsTransition(
                rule,
                self.system.operation(rule.operation),
                self._is_theirs if self.is_shown_to_others else None,
            )
            for rule in self.system.invariants
            if isinstance(rule, Transition)
            and rule.entity == self.name
            and is_usual_transition(self.system, rule)
        ]

    @property
    def has_actions(self) -> bool:
        return bool(self.change_fn or self.delete_fn or self.transitions)

    # -- who may do what --------------------------------------------------------------------------

    def may(self, role: str) -> str:
        """A TypeScript condition: the account may call the operation; "true" if everybody may."""
        found = BindingRole(role)
        return may_condition(self.access.roles(found)) if self.access.asks(found) else "true"

    def may_record(self, role: str) -> str:
        """A TypeScript condition: the account may call the operation on `record`; "true" if everybody may."""
        condition = self.may(role)
        if condition == "true" or not self.is_shown_to_others:
            return condition
        return f"{condition} && {self._is_theirs}"

    @property
    def is_shown_to_others(self) -> bool:
        """True if an account sees records that only their owner may change."""
        return self.access.is_owned and (self.access.is_part or not self.access.is_private)

    @property
    def _is_theirs(self) -> str:
        """A TypeScript condition: the record is the account's, or its role changes everybody's."""
        own = f"record.{self.plan.owner} === account?.id"
        return f"({own} || {may_condition(self.access.seen_by)})" if self.access.seen_by else own

    @property
    def _conditions(self) -> list[str]:
        roles = [role for role in CHANGES if self.access.has(role)]
        conditions = [
            self.may_record(role.value) for role in roles if role is not BindingRole.CREATE
        ]
        return [self.may("create"), *conditions, *(item.may for item in self.transitions)]

    @property
    def asks(self) -> bool:
        """True if its page depends on who signed in."""
        return any("may(" in condition for condition in self._conditions)

    @property
    def uses_account(self) -> bool:
        return any("account?" in condition for condition in self._conditions)

    def signs_in(self, role: str) -> str:
        """The statement of a test that signs in who may call the operation; none if it begins as one."""
        roles = self.access.roles(BindingRole(role))
        accounts = self.system.accounts
        if accounts is None or not roles or role_in_page_tests(self.system) in roles:
            return ""
        return f"api.signIn({{ {accounts.role}: {json.dumps(roles[0])} }});"

    def is_barred(self, role: str) -> bool:
        """True if an account that registers itself may not call the operation."""
        return self.access.barred(BindingRole(role))

    # -- fields -----------------------------------------------------------------------------------

    @property
    def labelled(self) -> list[TsField]:
        """Fields whose labels its page needs."""
        return [*self.fields, *self.shown_of_server]

    @property
    def shown_of_server(self) -> list[TsField]:
        """What the server writes and everybody wants to see: states and derived values."""
        hidden = {self.plan.owner, *SERVER_FIELDS}
        return [
            item
            for item in self.written_by_server
            if item.name not in hidden and item.target is None and not item.plan.secret
        ]

    @property
    def columns(self) -> list[TsField]:
        shown = [item for item in self.fields if not item.plan.secret] + self.shown_of_server
        return sorted(shown, key=lambda item: item.name != self.display)

    @property
    def sorted_columns(self) -> set[str]:
        """The names of the columns by which its list can be ordered: not by ids, which it does not show."""
        binding = self.system.binding(self.name, BindingRole.LIST)
        if binding is None or binding.sort is None:
            return set()
        ordered = {item.name for item in sort_fields(self.plan) if item.type is not FieldType.REF}
        return {item.name for item in self.columns} & ordered

    @property
    def filters(self) -> list[TsField]:
        names = {item.name for item in filter_fields(self.plan)}
        return [item for item in (*self.fields, *self.written_by_server) if item.name in names]

    @property
    def searches(self) -> bool:
        """True if its list can be searched."""
        binding = self.system.binding(self.name, BindingRole.LIST)
        return binding is not None and binding.search is not None

    @property
    def narrowing(self) -> list[str]:
        return [*(["q"] if self.searches else []), *(item.name for item in self.filters)]

    @property
    def targets(self) -> list[TsEntity]:
        targets: list[TsEntity] = []
        for item in self.fields:
            if item.target is not None and item.target not in targets:
                targets.append(item.target)
        return targets

    @property
    def required_targets(self) -> list[TsEntity]:
        return [
            target
            for target in self.targets
            if any(item.target is target and item.required for item in self.fields)
        ]

    @property
    def references(self) -> list[TsField]:
        """Its arrays of references."""
        return [item for item in self.fields if item.is_many]

    @property
    def has_many(self) -> bool:
        return bool(self.references)

    @property
    def many_targets(self) -> list[TsEntity]:
        return [item.target for item in self.references if item.target is not None]

    @property
    def has_numbers(self) -> bool:
        return any(item.plan.type in NUMBERS and not item.plan.is_money for item in self.fields)

    @property
    def takes_money(self) -> bool:
        """True if its form has an amount of money."""
        return any(item.plan.is_money for item in self.fields)

    @property
    def shows_money(self) -> bool:
        """True if its list has an amount of money."""
        return any(item.plan.is_money for item in self.columns)

    @property
    def has_lists(self) -> bool:
        return any(item.plan.type is FieldType.LIST for item in self.fields)

    @property
    def has_instants(self) -> bool:
        return any(item.plan.type is FieldType.DATETIME for item in self.fields)

    @property
    def sample(self) -> dict[str, JsonValue]:
        return self._sample(0)

    @property
    def target_sample(self) -> dict[str, JsonValue]:
        """A record to refer to; its texts differ from those of the records that refer to it."""
        return self._sample(TARGET_VARIANT)

    @property
    def target_display(self) -> str:
        return str(valid_value(self.plan.field(self.display), TARGET_VARIANT))

    def _sample(self, variant: int) -> dict[str, JsonValue]:
        values: dict[str, JsonValue] = {}
        for item in self.fields:
            if item.is_many:
                values[item.name] = []
            elif item.target is not None:
                values[item.name] = None if item.optional else 1
            else:
                values[item.name] = valid_value(item.plan, variant)
        for shown in self.shown_of_server:
            values[shown.name] = self._server_sample(shown, variant)
        if self.access.is_owned and self.plan.owner is not None:
            values[self.plan.owner] = 1  # the account that tests sign in as
        return values

    def _server_sample(self, shown: TsField, variant: int) -> JsonValue:
        if shown.name == self.display:
            return valid_value(shown.plan, variant)
        if shown.plan.derived is None:
            return shown.default
        return 0 if shown.plan.type is FieldType.INTEGER else None

    @property
    def sample_display(self) -> str:
        return str(valid_value(self.plan.field(self.display), 0))

    @property
    def sample_other(self) -> str:
        return str(valid_value(self.plan.field(self.display), 1))

    @property
    def fill_lines(self) -> list[str]:
        return [item.fill_line for item in self.fields if item.required]
