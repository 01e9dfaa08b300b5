"""Entities in the Go templates: Go names, types and expressions."""

from __future__ import annotations

from dataclasses import dataclass, field

from workbench.plan.actors import is_account
from workbench.plan.conventions.lists import filter_fields, searched_fields, sort_fields
from workbench.plan.fields import FieldType, WriteAccess
from workbench.plan.names import go_exported, go_local, words
from workbench.plan.system import BindingRole
from workbench.scaffold.accounts.access_views import EntityAccess
from workbench.scaffold.accounts.callers_of_tests import Callers
from workbench.scaffold.accounts.go_scopes import GoScope
from workbench.scaffold.go_columns import GoColumns, GoMany
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.go_file_names import BUILD_SUFFIXES, SHARED_FILES
from workbench.scaffold.go_handlers import allowed, guarded
from workbench.scaffold.go_samples import SampledEntity
from workbench.scaffold.rules.go_rules import GoDerived, GoRule, GoTransition
from workbench.scaffold.rules.go_totals import GoTotals


@dataclass(frozen=True)
class Child:
    """A reference that points to an entity."""

    entity: GoEntity
    field: GoField


@dataclass(eq=False)
class GoEntity(SampledEntity):
    """One entity in Go; `go_entities` adds its fields and the links to other entities.

    `fields` are those that clients write, `server_fields` those that the server writes and stores.
    """

    parents: list[GoEntity] = field(default_factory=list)
    children: list[Child] = field(default_factory=list)
    server_fields: list[GoField] = field(default_factory=list)
    derived: list[GoDerived] = field(default_factory=list)
    rules: list[GoRule] = field(default_factory=list)
    transitions: list[GoTransition] = field(default_factory=list)
    totals: list[GoTotals] = field(default_factory=list)

    @property
    def access(self) -> EntityAccess:
        return EntityAccess(self.system, self.plan)

    @property
    def callers(self) -> Callers:
        """The accounts that tests call its operations as."""
        return Callers(self.system, self.plan)

    @property
    def scope(self) -> GoScope:
        """What an account sees of its records."""
        return GoScope(self)

    @property
    def Go(self) -> str:  # noqa: N802
        return go_exported(self.plan.name)

    @property
    def GoPlural(self) -> str:  # noqa: N802
        plural = go_exported(self.plan.plural)
        return plural if plural != self.Go else plural + "Records"

    @property
    def localPlural(self) -> str:  # noqa: N802
        plural = go_local(self.plan.plural)
        return plural if plural != self.local else plural + "Records"

    @property
    def file(self) -> str:
        """The stem of its file names: never a shared file's, nor one that Go reads as a build constraint."""
        stem = "_".join(words(self.plan.name))
        taken = stem in SHARED_FILES or stem.rpartition("_")[2] in BUILD_SUFFIXES
        return stem + "_entity" if taken else stem

    @property
    def table(self) -> str:
        return self.plan.plural

    @property
    def is_account(self) -> bool:
        return is_account(self.system, self.plan)

    @property
    def is_served(self) -> bool:
        """True if the API has an operation on its records."""
        return any(self.access.has(role) for role in BindingRole)

    @property
    def stored(self) -> list[GoField]:
        """Every column except identifier and timestamps, in the plan's order."""
        columns = [item for item in (*self.fields, *self.server_fields) if not item.is_many]
        by_name = {item.name: item for item in columns}
        return [by_name[item.name] for item in self.plan.fields if item.name in by_name]

    @property
    def is_timed(self) -> bool:
        """True if it is stored when a record was made and last changed; an account's always is."""
        return self.is_account or self.shows("created_at") or self.shows("updated_at")

    @property
    def columns(self) -> GoColumns:
        """Its columns in SQL, and where they go in Go."""
        return GoColumns(self)

    @property
    def changed_alone(self) -> list[GoField]:
        """Fields that a partial change sets whatever the others are, under the rules of the plan."""
        return [
            item
            for item in self.fields
            if item.plan.write is WriteAccess.CLIENT
            and (item.target is None or not item.optional)
            and (not item.unique or item.fresh_go != item.samples_go)
            and (not self.rules or item is self.tested)
        ]

    @property
    def kept(self) -> list[GoField]:
        """Fields that a replace leaves as they are."""
        once = [item for item in self.fields if item.plan.write is WriteAccess.CREATE_ONLY]
        return [*once, *self.server_fields]

    @property
    def read(self) -> list[GoField]:
        """What is read of a row: its columns, what it refers to, then its derived values."""
        pairs = [item.field for item in self.pairs]
        return [*self.stored, *pairs, *(item.field for item in self.derived)]

    @property
    def pairs(self) -> list[GoMany]:
        """Its many-to-many references."""
        return [GoMany(self, item) for item in self.fields if item.is_many]

    @property
    def is_referred_to_by_many(self) -> bool:
        return any(child.field.is_many for child in self.children)

    def pairs_of(self, item: GoField) -> GoMany:
        return GoMany(self, item)

    def stored_field(self, name: str) -> GoField:
        """The stored field of that name. Raises KeyError if there is none."""
        for item in self.stored:
            if item.name == name:
                return item
        raise KeyError(name)

    @property
    def owner(self) -> GoField | None:
        return self.stored_field(self.plan.owner or "") if self.access.is_owned else None

    def is_not_callers(self, variable: str, caller: str) -> str:
        """A Go condition: the record in a variable does not belong to the caller."""
        assert self.owner is not None
        held = f"{variable}.{self.owner.Go}"
        return (
            f"{held} == nil || *{held} != {caller}"
            if self.owner.optional
            else f"{held} != {caller}"
        )

    def is_anothers(self, variable: str) -> str:
        """A Go condition: the record is not the caller's, and the caller does not see every record."""
        condition = self.is_not_callers(variable, "caller.ID")
        condition = f"({condition})" if "||" in condition else condition
        return f"!{self.sees_all} && {condition}" if self.access.seen_by else condition

    @property
    def sees_all(self) -> str:
        """A Go condition: the caller's role changes every record that it sees."""
        return f"caller.HasRole({', '.join(map(go_literal, self.access.seen_by))})"

    @property
    def caller_type(self) -> str:
        """The Go type of the parameter `caller`."""
        assert self.system.accounts is not None
        return "domain." + go_exported(self.system.accounts.entity)

    def getter(self, service: str) -> str:
        """A Go call that reads the record `id` for a change: only one that the caller may change."""
        if self.access.is_guarded:
            return f"{service}.{'own' if self.access.is_owned else 'seen'}(ctx, caller, id)"
        return f"{service}.ports.{self.GoPlural}.Get(ctx, id)"

    @property
    def reader(self) -> str:
        """The port by which other services read its records."""
        return self.Go + ("Reader" if self.is_account and not self.is_served else "Repository")

    @property
    def is_changed(self) -> bool:
        """True if stored records can be overwritten."""
        return self.has("replace") or self.has("patch") or bool(self.transitions)

    @property
    def hidden_refs(self) -> list[GoField]:
        return [item for item in self.refs if self.is_hidden(item)]

    def shows(self, name: str) -> bool:
        """True if responses have the field of that name."""
        return any(item.name == name for item in self.plan.fields)

    @property
    def defaults(self) -> list[tuple[GoField, str]]:
        """Server fields with a first value, in Go."""
        return [(item, item.default_go) for item in self.server_fields if item.default is not None]

    @property
    def refs(self) -> list[GoField]:
        """References to one record that clients write."""
        return [item for item in self.fields if item.target is not None and not item.is_many]

    @property
    def hides_targets(self) -> bool:
        """True if it can only refer to records that the caller owns."""
        return any(self.is_hidden(item) for item in self.fields)

    @property
    def stored_refs(self) -> list[GoField]:
        return [item for item in self.stored if item.target is not None]

    def is_hidden(self, item: GoField) -> bool:
        """True if a reference must be to a record that the caller owns."""
        return self.callers.must_own(item.plan)

    def must_own(self, target: GoEntity) -> bool:
        """True if a record may refer to the caller's own records of that entity only."""
        return any(item.target is target and self.is_hidden(item) for item in self.fields)

    @property
    def needs_caller(self) -> bool:
        """True if creating and replacing depend on who calls."""
        return self.access.is_guarded or self.hides_targets

    @property
    def required_targets(self) -> list[GoEntity]:
        """The entities of records that a test makes to be referred to, each once."""
        targets = [item.target for item in self.refs if item.target and not item.optional]
        targets += [item.target for item in self.pairs if item.can_be_made]
        return [target for n, target in enumerate(targets) if target not in targets[:n]]

    @property
    def instants(self) -> list[GoField]:
        return [item for item in self.read if item.plan.type is FieldType.DATETIME]

    @property
    def uniques(self) -> list[GoField]:
        return [item for item in self.fields if item.unique]

    @property
    def is_made_by_tests(self) -> bool:
        """True if tests can create records: what these refer to can be created too, or is seeded."""
        return self.has("create") and all(
            target.has("create") or target.is_found_by_tests or target.is_account
            for target in self.required_targets
        )

    @property
    def order_checks(self) -> list[str]:
        """Go statements that report an end which is not later than its start, each once."""
        checks = (rule.order_check for rule in self.rules if rule.kind == "no_overlap")
        return [check for check in dict.fromkeys(checks) if check]

    @property
    def filters(self) -> list[GoField]:
        names = {item.name for item in filter_fields(self.plan)}
        listed = [*self.stored, *(item.field for item in self.pairs)]
        return [item for item in listed if item.name in names]

    @property
    def searched(self) -> list[GoField]:
        names = {item.name for item in searched_fields(self.plan)}
        return [item for item in self.stored if item.name in names]

    @property
    def open_filters(self) -> list[GoField]:
        """Filters that several records can share a value of; arrays have tests of their own."""
        return [item for item in self.filters if not item.unique and not item.is_many]

    @property
    def orders(self) -> list[str]:
        return ["id", *(item.name for item in sort_fields(self.plan))]

    @property
    def casts(self) -> list[GoField]:
        """Fields that SQLite does not sort by their column as it stands."""
        return [item for item in self.read if item.order != f'"{item.column}"']

    @property
    def rules_before(self) -> list[GoRule]:
        return [rule for rule in self.rules if not rule.is_checked_afterwards]

    @property
    def rules_after(self) -> list[GoRule]:
        return [rule for rule in self.rules if rule.is_checked_afterwards]

    @property
    def has_spans(self) -> bool:
        """True if two records of the same sample values can overlap."""
        return any(rule.kind == "no_overlap" for rule in self.rules)

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Method and path of every operation that needs an account."""
        roles = [role for role in BindingRole if self.access.asks(role)]
        found = [self.access.operation(role) for role in roles]
        found += [item.operation for item in self.transitions if item.operation.access is not None]
        return [(item.method, item.path.replace("{id}", "1")) for item in found]

    @property
    def barred(self) -> list[tuple[str, str]]:
        """Method, and the path in Go, of every operation that a new account may not call."""
        return [
            (operation.method, "path" if operation.path.endswith("{id}") else go_literal(self.path))
            for role in BindingRole
            if self.access.barred(role)
            for operation in [self.access.operation(role)]
        ]

    def guard(self, role: str, handler: str) -> str:
        """The handler, behind the check of the account that the operation asks for."""
        return guarded(self.access.operation(BindingRole(role)), handler)

    def has(self, role: str) -> bool:
        """True if the API has the operation of that role."""
        return self.access.has(BindingRole(role))

    def can(self, role: str) -> bool:
        """True if it has, and a test can call it on the records that it made."""
        return self.callers.can(role)

    def allow(self, *roles: str) -> str:
        """The header Allow of a path that takes these roles if the API has them."""
        if not any(self.has(role) for role in roles):
            return ""
        is_item = "read" in roles
        return allowed(self.system, f"{self.path}/{{id}}" if is_item else self.path)
