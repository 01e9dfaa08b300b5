"""The columns of an entity's table: in SQL, and where a row goes in Go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.plan.fields import FieldType

if TYPE_CHECKING:
    from workbench.scaffold.go_fields import GoField
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
    def hold_instants(self) -> bool:
        """True if a row holds an instant that is never null."""
        return self.e.is_timed or any(not item.optional for item in self.e.instants)

    @property
    def _stored(self) -> list[str]:
        return [item.column for item in self.e.stored]


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]
