"""The rows that a page must show, as the reference answers the list that the page's controls ask for.

The state is made of the records that the API has at that moment: what the API does is proven by other
gates, and a page is judged by what it shows of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import JsonValue

from workbench.plan.addressing import request_path
from workbench.plan.fields import FieldType
from workbench.plan.pointers import value_at
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.records import id_place
from workbench.reference.execution.requests import Request
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import ABSENT, Among, RecordId, Token, Value

# A record as the API returned it.
ApiRecord = Mapping[str, Any]


@dataclass(frozen=True)
class Controls:
    """What is set on a page: `filters` by field, `sort` a field, descending with a leading minus."""

    search: str = ""
    filters: Mapping[str, JsonValue] = field(default_factory=dict)
    sort: str = ""

    def described(self, entity: Entity) -> str:
        """The controls in words, for a finding."""
        parts = [f"{entity.field(name).label} = {value}" for name, value in self.filters.items()]
        parts += [f"search “{self.search}”"] if self.search else []
        parts += [f"sorted by {self.sort}"] if self.sort else []
        return ", ".join(parts) or "nothing set"


@dataclass(frozen=True)
class Caller:
    """The account that is signed in: its record, as the API returned it, and its role."""

    record: ApiRecord
    role: str | None = None


class PageReference:
    """The records behind a page, and which of them a list shows.

    `stored` holds, by entity, every record that the API returns, in the order of creation. It must
    have the page's entity; without those of another entity its records are told apart by their ids.
    """

    def __init__(
        self,
        plan: SystemPlan,
        entity: Entity,
        stored: Mapping[str, Sequence[ApiRecord]],
        caller: Caller | None = None,
    ) -> None:
        self._plan, self._entity, self._caller = plan, entity, caller
        self.records = list(stored[entity.name])
        self._ids: dict[tuple[str, Value], RecordId] = {}
        if caller is not None and plan.accounts is not None:
            self._id(plan.accounts.entity, value_at(caller.record, plan.accounts.id_out))
        for name, records in stored.items():
            place = id_place(plan, plan.entity(name))
            for record in records:
                self._id(name, value_at(record, place))
        self._state = self._state_of(stored)
        self._reference = Reference(plan)

    def places(self, controls: Controls) -> list[Sequence[ApiRecord]] | None:
        """For each place of the whole list, in order, the records that may stand there.

        None if the plan does not decide what the list shows.
        """
        binding = self._plan.binding(self._entity.name, BindingRole.LIST)
        if binding is None or binding.path_from:
            return None
        query: dict[str, str] = {}
        if binding.limit:
            query[binding.limit] = str(wire.MAX_LIMIT)
        parameters = {name: parameter for parameter, name in binding.filters.items()}
        if controls.search and binding.search:
            query[binding.search] = controls.search
        for name, value in controls.filters.items():
            query[parameters[name]] = self._in_query(name, value)
        if controls.sort and binding.sort:
            query[binding.sort] = controls.sort
        request = Request("GET", request_path(self._plan, binding), query, self._headers())
        outcomes = self._reference.outcomes(self._state, request)
        body = next((o.body for o in outcomes if not o.refused and o.body is not ABSENT), ABSENT)
        items = value_at(body, binding.items) if body is not ABSENT else None
        if not isinstance(items, list):
            return None
        return [self._records_at(item, binding.id_out) for item in items]

    def total(self, controls: Controls) -> int | None:
        """How many records the list has in all; None if the plan does not decide it."""
        places = self.places(controls)
        return None if places is None else len(places)

    def _records_at(self, item: Value, id_out: str) -> Sequence[ApiRecord]:
        trees = item.trees if isinstance(item, Among) else (item,)
        return [self._record_of(value_at(tree, id_out)) for tree in trees]

    def _record_of(self, identifier: Value) -> ApiRecord:
        place = id_place(self._plan, self._entity)
        for record in self.records:
            own = value_at(record, place)
            if identifier == own or identifier == self._id(self._entity.name, own):
                return record
        raise KeyError(identifier)

    def _id(self, entity: str, value: Value) -> RecordId:
        """The reference's identifier for one of the API's; the next number for a new one."""
        known = sum(1 for name, _ in self._ids if name == entity)
        return self._ids.setdefault((entity, value), RecordId(entity, known + 1))

    def _state_of(self, stored: Mapping[str, Sequence[ApiRecord]]) -> State:
        tables: dict[str, dict[int, Record]] = {}
        accounts = self._plan.accounts
        if self._caller is not None and accounts is not None:
            identifier = self._id(accounts.entity, value_at(self._caller.record, accounts.id_out))
            role = {accounts.role: self._caller.role} if accounts.role else {}
            tables[accounts.entity] = {identifier.number: Record(identifier, role)}
        for name, records in stored.items():
            entity = self._plan.entity(name)
            place = id_place(self._plan, entity)
            table = tables.setdefault(name, {})
            for record in records:
                identifier = self._id(name, value_at(record, place))
                table[identifier.number] = Record(identifier, self._values(entity, record))
        return State(tables=tables)

    def _values(self, entity: Entity, record: ApiRecord) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for item in entity.fields:
            if item.secret:
                continue
            value = value_at(record, item.place)
            if item.type is FieldType.REF and value is not None:
                value = self._id(item.ref or "", value)
            if item.type is FieldType.REFS and isinstance(value, list):
                value = [self._id(item.ref or "", one) for one in value]
            values[item.name] = value
        return values

    def _in_query(self, name: str, value: JsonValue) -> str:
        item = self._entity.field(name)
        if item.type in (FieldType.REF, FieldType.REFS):
            return str(self._id(item.ref or "", value))
        return str(value).lower() if item.type is FieldType.BOOLEAN else str(value)

    def _headers(self) -> dict[str, str]:
        accounts = self._plan.accounts
        if self._caller is None or accounts is None:
            return {}
        number = self._id(accounts.entity, value_at(self._caller.record, accounts.id_out)).number
        return {"authorization": f"{accounts.scheme} {Token(number, 0)}"}
