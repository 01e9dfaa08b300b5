"""The columns of an entity's table, in SQL and in Go; the tables of pairs of its many-to-many references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.plan.fields import FieldType
from workbench.plan.names import snake
from workbench.scaffold.go_fields import GoField

if TYPE_CHECKING:
    from workbench.scaffold.go_views import GoEntity

TIMESTAMPS = ("created_at", "updated_at")


@dataclass(frozen=True)
class GoColumns:
    """The columns of one entity, in the order of its fields."""

    e: GoEntity

    @property
    def inserted(self) -> list[str]:
        """The columns of a new row, quoted."""
        return _quoted([*self._stored, *(TIMESTAMPS if self.e.is_timed else ())])

    @property
    def selected(self) -> list[str]:
        """What is read of a row, in SQL."""
        pairs = [f'{item.sql} AS "{item.field.name}"' for item in self.e.pairs]
        derived = [f'{item.sql} AS "{item.field.name}"' for item in self.e.derived]
        stamps = TIMESTAMPS if self.e.is_timed else ()
        return ['"id"', *_quoted(self._stored), *pairs, *derived, *_quoted(stamps)]

    @property
    def scanned(self) -> list[str]:
        """Where what is read of a row goes, in Go."""
        places = [self._place(item) for item in self.e.read]
        instants = ["&createdAt", "&updatedAt"] if self.e.is_timed else []
        return [f"&{self.e.local}.ID", *places, *instants]

    def _place(self, item: GoField) -> str:
        if item.plan.type is FieldType.DATETIME:
            return f"&{item.local}Text"
        place = f"&{self.e.local}.{item.Go}"
        return f"arrayOf({place})" if item.is_array else place

    @property
    def overwritten(self) -> list[str]:
        """The assignments of an update, in SQL."""
        names = [*self._stored, *(TIMESTAMPS[1:] if self.e.is_timed else ())]
        return [f"{name} = ?" for name in _quoted(names)]

    @property
    def _stored(self) -> list[str]:
        return [item.column for item in self.e.stored]


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


@dataclass(frozen=True)
class GoMany:
    """A many-to-many reference: a row of its table is one record that refers to one other."""

    entity: GoEntity
    field: GoField

    @property
    def target(self) -> GoEntity:
        assert self.field.target is not None
        return self.field.target

    @property
    def table(self) -> str:
        """The table of pairs; no entity has one of that name."""
        name = f"{self.entity.table}_{self.field.column}"
        taken = {entity.plural for entity in self.entity.system.entities}
        while name in taken:
            name += "_"
        return name

    @property
    def owner_column(self) -> str:
        return f"{snake(self.entity.plan.name)}_id"

    @property
    def target_column(self) -> str:
        name = f"{snake(self.target.plan.name)}_id"
        return name if name != self.owner_column else f"other_{name}"

    @property
    def sql(self) -> str:
        """A scalar subquery on the row of the entity's table: the ids as JSON, in ascending order."""
        ids = f'SELECT "{self.target_column}" AS "id" FROM "{self.table}" WHERE {self._of_row}'
        return f'(SELECT json_group_array("id") FROM ({ids} ORDER BY "{self.target_column}"))'

    @property
    def filter_sql(self) -> str:
        """A condition on the row of the entity's table: it refers to the record that is bound."""
        return (
            f'EXISTS (SELECT 1 FROM "{self.table}" WHERE {self._of_row}'
            f' AND "{self.target_column}" = ?)'
        )

    @property
    def _of_row(self) -> str:
        return f'"{self.table}"."{self.owner_column}" = "{self.entity.table}"."id"'

    @property
    def can_be_made(self) -> bool:
        """True if a test can make a record to refer to without making one of the entity before."""
        return self.target.has("create") and not reaches(self.target, self.entity, ())


def reaches(entity: GoEntity, wanted: GoEntity, seen: tuple[GoEntity, ...]) -> bool:
    """True if a record of the entity refers, directly or not, to one of those wanted."""
    if entity is wanted:
        return True
    targets = [item.target for item in entity.fields if item.target is not None]
    return any(reaches(target, wanted, (*seen, entity)) for target in targets if target not in seen)
