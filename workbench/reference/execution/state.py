"""What a system holds between two requests: records by entity, tokens, and what is no longer known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from workbench.reference.execution.symbols import Moment, RecordId, Undecided, Value

Table = Mapping[int, "Record"]
_NO_RECORDS: Table = MappingProxyType({})


@dataclass(frozen=True)
class Record:
    """One stored record; `values` holds every field that is stored, by its name."""

    id: RecordId
    values: Mapping[str, Value]


@dataclass(frozen=True)
class State:
    """Immutable: each change gives a new one. Tables are in the order of creation."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    given_out: Mapping[str, int] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    unsettled: bool = False
    accounts_may_differ: bool = False
    served: int = field(default=0, compare=False)

    def table(self, entity: str) -> Table:
        """The records of an entity. Raises `Undecided` once an operation may have changed them."""
        if entity in self.unknown:
            raise Undecided(entity)
        return self.tables.get(entity, _NO_RECORDS)

    def get(self, identifier: RecordId) -> Record | None:
        """The record of that identifier, or None if it was never there or is gone."""
        return self.table(identifier.entity).get(identifier.number)

    @property
    def now(self) -> Moment:
        """The moment of the request that is served."""
        return Moment(self.served)

    def next_request(self) -> State:
        """The same records, a moment later."""
        return replace(self, served=self.served + 1)

    def added(self, entity: str, values: Mapping[str, Value]) -> tuple[State, Record]:
        """The state with one more record, under an identifier that was never given out."""
        number = self.given_out.get(entity, 0) + 1
        record = Record(RecordId(entity, number), values)
        state = replace(self, given_out={**self.given_out, entity: number})
        return state.stored(record), record

    def stored(self, record: Record) -> State:
        """The state with this record in the place of the one of its identifier."""
        name = record.id.entity
        return self._with(name, {**self.table(name), record.id.number: record})

    def removed(self, record: Record) -> State:
        """The state without this record; its identifier stays given out."""
        name, number = record.id.entity, record.id.number
        kept = {key: item for key, item in self.table(name).items() if key != number}
        return self._with(name, kept)

    def forgotten(self, entities: frozenset[str]) -> State:
        """The state of which nothing is known any more about these entities."""
        return replace(self, unknown=self.unknown | entities)

    def with_other_accounts(self) -> State:
        """The state in which accounts may have been made, changed and deleted."""
        return replace(self, accounts_may_differ=True)

    def _with(self, entity: str, table: Table) -> State:
        return replace(self, tables={**self.tables, entity: table})
