"""Invariants and derived values in the Go templates: SQL, Go conditions, and messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import JsonValue

from workbench.plan.fields import Aggregate, BoundedField, Derived, FieldType
from workbench.plan.invariants import (
    Capacity,
    NeverNegative,
    NoOverlap,
    OnePer,
    Transition,
    moves_to,
)
from workbench.plan.language.operations import Operation
from workbench.plan.locales.texts import texts_of, with_label, within
from workbench.plan.names import go_exported
from workbench.reference.data_for_tests import is_computed, sent_to_count
from workbench.reference.invariant_traces import SPANS
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.go_handlers import guarded
from workbench.scaffold.rules.go_conditions import go_where, sql_where

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity

Checked = OnePer | Capacity | NoOverlap | NeverNegative


@dataclass(frozen=True)
class GoDerived:
    """A field that is computed from the records that refer to its record."""

    field: GoField
    parent: GoEntity
    child: GoEntity
    rule: Derived

    @property
    def how(self) -> str:
        return self.rule.how.value

    @property
    def ref(self) -> GoField:
        return self.child.stored_field(self.rule.ref)

    @property
    def of(self) -> GoField | None:
        return self.child.stored_field(self.rule.field) if self.rule.field else None

    @property
    def is_chosen(self) -> bool:
        """True if a test decides what is aggregated: clients write it, or the records are counted."""
        return self.of is None or self.of.plan.is_written_by_client

    @property
    def is_shown(self) -> bool:
        """True if a single child tells what the value must be."""
        of = self.of
        return of is None or (not of.plan.nullable and not of.plan.secret)

    @property
    def sql(self) -> str:
        """A scalar subquery on the row of the parent's table."""
        matching = [f'"child"."{self.ref.column}" = "{self.parent.table}"."id"']
        matching += [f'"child".{part}' for part in sql_where(self.child, self.rule.where)]
        of = f'"child"."{self.of.column}"' if self.of else ""
        value = {
            Aggregate.COUNT: "count(*)",
            Aggregate.SUM: f"coalesce(sum({of}), 0)",
            Aggregate.AVG: f"avg({of})",
            Aggregate.LATEST: of,
        }[self.rule.how]
        newest = ' ORDER BY "child"."id" DESC LIMIT 1' if self.rule.how is Aggregate.LATEST else ""
        where = " AND ".join(matching)
        return f'(SELECT {value} FROM "{self.child.table}" AS "child" WHERE {where}{newest})'

    @property
    def counted(self) -> list[tuple[str, str]]:
        """The values, in Go, with which a child counts."""
        sent = sent_to_count(self.child.plan, self.rule.where) or {}
        return [(name, go_literal(value)) for name, value in sent.items()]

    @property
    def counts_new(self) -> bool:
        """True if a child can count as soon as it is created."""
        return sent_to_count(self.child.plan, self.rule.where) is not None

    @property
    def conditions(self) -> list[str]:
        """Go conditions under which a child counts; it is in a variable named `child`."""
        return go_where(self.child, self.rule.where, "child")


@dataclass(frozen=True)
class GoRule:
    """An invariant that a new or a changed record may break."""

    plan: Checked
    entity: GoEntity

    @property
    def kind(self) -> str:
        return "one_per" if isinstance(self.plan, OnePer) else self.plan.kind

    @property
    def Go(self) -> str:  # noqa: N802
        return "Breaks" + go_exported(self.plan.id)

    @property
    def is_checked_afterwards(self) -> bool:
        """True if the rule is about what is stored, not about what is to be stored."""
        return isinstance(self.plan, NeverNegative)

    @property
    def fields(self) -> list[GoField]:
        """The fields in which two records must not be alike."""
        names = self.plan.fields if isinstance(self.plan, OnePer | NoOverlap) else []
        return [self.entity.stored_field(name) for name in names]

    @property
    def start(self) -> GoField:
        assert isinstance(self.plan, NoOverlap)
        return self.entity.stored_field(self.plan.start)

    @property
    def end(self) -> GoField:
        assert isinstance(self.plan, NoOverlap)
        return self.entity.stored_field(self.plan.end)

    @property
    def order_check(self) -> str:
        """A Go statement that reports an end which is not later than its start.

        Empty if the server computes one of them: then it is checked where that happens.
        """
        if is_computed(self.plan, self.entity.plan):
            return ""
        name, stored = go_literal(self.end.name), self.entity.local
        start, end = (f"{stored}.{item.Go}" for item in (self.start, self.end))
        if self.start.plan.type is FieldType.DATETIME:
            later = f"{'*' if self.start.optional else ''}{start}"
            condition = f"{end}.After({later})"
        else:
            one, other = ("*" if item.optional else "" for item in (self.end, self.start))
            condition = f"{one}{end} > {other}{start}"
        known = [
            f"{held} != nil"
            for held, item in ((start, self.start), (end, self.end))
            if item.optional
        ]
        call = f"v.after({name}, {condition})"
        return f"if {' && '.join(known)} {{ {call} }}" if known else call

    @property
    def ref(self) -> GoField:
        assert isinstance(self.plan, Capacity | NeverNegative)
        return self.entity.stored_field(self.plan.parent)

    @property
    def parent(self) -> GoEntity:
        assert self.ref.target is not None
        return self.ref.target

    @property
    def limit(self) -> GoField:
        assert isinstance(self.plan, Capacity)
        return self.parent.stored_field(self.plan.limit)

    @property
    def derived(self) -> GoDerived:
        assert isinstance(self.plan, NeverNegative)
        name = self.plan.derived
        return next(item for item in self.parent.derived if item.field.name == name)

    @property
    def spans(self) -> list[tuple[str, str]]:
        """Three spans in Go: two that overlap, and one that starts where the first ends."""
        if is_computed(self.plan, self.entity.plan):
            return []  # only the coder's words say when it ends
        return [
            (go_literal(start), go_literal(end))
            for start, end in SPANS.get(self.start.plan.type, ())
        ]

    @property
    def room(self) -> int:
        """A limit for tests: two, or the nearest that the parent may have."""
        limit = self.limit.plan
        least, most = (limit.min, limit.max) if isinstance(limit, BoundedField) else (None, None)
        return int(min(max(2, least or 0), most if most is not None else 2))

    @property
    def counted(self) -> list[tuple[str, str]]:
        """The values, in Go, that a client sends so that a record counts."""
        sent = sent_to_count(self.entity.plan, self._where) or {}
        return [(name, go_literal(value)) for name, value in sent.items()]

    @property
    def counts_new(self) -> bool:
        """True if a record can count as soon as it is created."""
        return sent_to_count(self.entity.plan, self._where) is not None

    @property
    def _where(self) -> dict[str, JsonValue]:
        return self.plan.where if isinstance(self.plan, Capacity) else {}

    @property
    def where_sql(self) -> list[str]:
        return sql_where(self.entity, self._where)

    def where_go(self, variable: str) -> list[str]:
        """Go conditions under which the record in a variable counts."""
        return go_where(self.entity, self._where, variable)

    @property
    def message(self) -> str:
        """What a client is told."""
        locale = self.entity.system.locale
        says = texts_of(locale, "server")
        match self.plan:
            case OnePer():
                names = f" {says['and']} ".join(
                    within(field.label, locale) for field in self.fields
                )
                return says["same_again"].format(fields=names)
            case Capacity():
                return says["no_room"].format(field=within(self.limit.label, locale))
            case NoOverlap():
                return says["overlaps"].format(one=within(self.entity.plan.labels.singular, locale))
            case NeverNegative():
                return says["below_zero"].format(field=within(self.derived.field.label, locale))


@dataclass(frozen=True)
class GoTransition:
    """An operation that moves a field of a record from one value to another, once."""

    plan: Transition
    operation: Operation
    entity: GoEntity

    @property
    def Go(self) -> str:  # noqa: N802
        return go_exported(self.plan.id)

    @property
    def handler(self) -> str:
        return self.operation.id

    @property
    def field(self) -> GoField:
        return self.entity.stored_field(self.plan.field)

    @property
    def before(self) -> str:
        return go_literal(self.plan.before)

    @property
    def after(self) -> str:
        return go_literal(self.plan.after)

    @property
    def path(self) -> str:
        return self.operation.path

    @property
    def suffix(self) -> str:
        """What follows the record's own path."""
        return self.path.partition("{id}")[2]

    @property
    def guarded(self) -> str:
        """The handler, behind the check of the account that the operation asks for."""
        return guarded(self.operation, f"h.{self.handler}")

    @property
    def can_be_called(self) -> bool:
        """True if a test can call it on a record that it made and brought to where it begins."""
        return self._moves is not None and all(
            self.entity.callers.able(operation)
            for operation in (*(move.operation for move in self._moves), self.operation)
        )

    @property
    def start(self) -> str:
        """The field's value in a new record, in Go."""
        return go_literal(self.field.plan.default)

    @property
    def way(self) -> list[str]:
        """What follows the record's path in the requests that bring a new one to where it begins."""
        return [move.suffix for move in self._moves or []]

    @property
    def _moves(self) -> list[GoTransition] | None:
        """The transitions on that way; None if there is none, or a coder writes one of them."""
        plan = self.entity.system
        moves = moves_to(self.plan, plan.invariants, self.field.plan.default)
        generated = {other.plan.id: other for other in self.entity.transitions}
        if moves is None or any(move.id not in generated for move in moves):
            return None
        return [generated[move.id] for move in moves]

    @property
    def sends_record(self) -> bool:
        return self.operation.response is not None

    @property
    def message(self) -> str:
        locale = self.entity.system.locale
        text = texts_of(locale, "server")["no_longer"].replace("{value}", str(self.plan.before))
        return with_label(text, "{field}", self.field.label, locale)
