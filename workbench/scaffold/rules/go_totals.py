"""Totals in the Go templates: names, SQL, and expressions over a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.plan.fields import FieldType
from workbench.plan.language.operations import Operation
from workbench.plan.names import go_exported
from workbench.plan.totals.model import Totals
from workbench.plan.totals.operations import LETTERS, totals_in_words
from workbench.reference.totals.enumeration import sample_labels
from workbench.scaffold.accounts.callers_of_tests import NEWCOMER, may_call
from workbench.scaffold.go_fields import GoField, go_literal
from workbench.scaffold.go_handlers import guarded
from workbench.scaffold.rules.go_conditions import go_where, sql_where_any

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity


@dataclass(frozen=True)
class GoTotals:
    """One operation that counts an entity's records or adds them up."""

    plan: Totals
    operation: Operation
    entity: GoEntity

    @property
    def Go(self) -> str:  # noqa: N802
        """The name of the methods of service and repository."""
        return go_exported(self.plan.operation)

    @property
    def path(self) -> str:
        return self.operation.path

    @property
    def guarded(self) -> str:
        """The handler, behind the check of the account that the operation asks for."""
        return guarded(self.operation, f"h.{self.plan.operation}")

    @property
    def is_open_to_newcomers(self) -> bool:
        """True if an account that registered may call it, and sees its own records only."""
        callers = self.entity.callers
        may = may_call(callers.plan, NEWCOMER, self.operation)
        return may and not callers.sees_all(NEWCOMER)

    @property
    def words(self) -> str:
        """What it answers, in lower case."""
        return totals_in_words(self.entity.plan, self.plan).lower()

    @property
    def by(self) -> GoField:
        return self.entity.stored_field(self.plan.by)

    @property
    def added(self) -> GoField | None:
        return self.entity.stored_field(self.plan.field) if self.plan.field else None

    @property
    def letters(self) -> int:
        """So many characters of the stored text are the label; 0: all of them."""
        return LETTERS[self.plan.per] if self.plan.per else 0

    @property
    def sql(self) -> str:
        """The statement without its condition on the owner, up to WHERE."""
        column = f'"{self.by.column}"'
        label = f"substr({column}, 1, {self.letters})" if self.letters else column
        value = f'total("{self.added.column}")' if self.added else "count(*)"
        conditions = [f"{column} IS NOT NULL", *sql_where_any(self.entity, self.plan.counted)]
        return (
            f'SELECT {label}, {value} FROM "{self.entity.table}" WHERE {" AND ".join(conditions)}'
        )

    @property
    def left_out_go(self) -> list[str]:
        """Go conditions with which the record in the entity's variable does not count."""
        conditions = []
        for name, values in self.plan.counted.items():
            one_of = [
                condition
                for value in values
                for condition in go_where(self.entity, {name: value}, self.entity.local)
            ]
            conditions.append(f"!({' || '.join(one_of)})")
        return conditions

    @property
    def label_go(self) -> str:
        """A Go expression: the label of the record in the entity's variable, which has one."""
        held = f"{self.entity.local}.{self.by.Go}"
        if self.by.plan.type is FieldType.DATETIME:
            form = {10: '"2006-01-02"', 7: '"2006-01"', 4: '"2006"'}[self.letters]
            return f"{held}.UTC().Format({form})"
        text = f"{'*' if self.by.optional else ''}{held}"
        if not self.letters:
            return text
        return f"({text})[:{self.letters}]" if self.by.optional else f"{text}[:{self.letters}]"

    @property
    def samples(self) -> list[str]:
        """Two values of one label and one of another, in Go."""
        return [go_literal(value) for value in sample_labels(self.by.plan)]

    @property
    def later_first(self) -> bool:
        """True if the label of the third sample comes before that of the other two."""
        first, _, other = sample_labels(self.by.plan)
        return other < first

    @property
    def can_be_tested(self) -> bool:
        """True if three records can be made that differ in nothing else that matters."""
        entity = self.entity
        counted = [self.by, *([self.added] if self.added is not None else [])]
        is_chosen = all(item.plan.is_written_by_client for item in counted)
        is_called = entity.has("create") and bool(entity.callers.able(self.operation))
        is_simple = not entity.rules and not self.by.unique and not self.plan.where
        return is_called and is_simple and is_chosen
