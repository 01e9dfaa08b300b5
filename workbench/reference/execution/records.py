"""How a stored record looks in an answer, and how a path names one."""

from __future__ import annotations

from workbench.plan.actors import is_account
from workbench.plan.addressing import UNKNOWN_IDS
from workbench.plan.fields import WriteAccess
from workbench.plan.pointers import placed
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.derived import stored_and_derived
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import OPEN, RecordId, Undecided, Value, symbol_in


def shown(plan: SystemPlan, entity: Entity, record: Record, state: State, id_out: str) -> Value:
    """What an answer holds of a record, at least: its id and every field that is not secret."""
    values = stored_and_derived(entity, record, state)
    places = [(id_out, identifier(plan, state, record.id))]
    for field in entity.fields:
        if field.secret or field.write is WriteAccess.PATH:
            continue
        value = values.get(field.name, OPEN)
        if isinstance(value, RecordId):
            value = identifier(plan, state, value)
        elif isinstance(value, list):
            value = [
                identifier(plan, state, item) if isinstance(item, RecordId) else item
                for item in value
            ]
        places.append((field.place, value))
    return placed(places)


def identifier(plan: SystemPlan, state: State, record_id: RecordId) -> Value:
    """The id of a record on the wire: a field's value if its place is a field's."""
    entity = plan.entity(record_id.entity)
    place = id_place(plan, entity)
    own = next((field for field in entity.fields if field.place == place), None)
    if own is None:
        return record_id
    record = state.get(record_id)
    return OPEN if record is None else record.values.get(own.name, OPEN)


def id_place(plan: SystemPlan, entity: Entity) -> str:
    """The pointer of the id inside a record."""
    if plan.accounts is not None and is_account(plan, entity):
        return plan.accounts.id_out
    return next((item.id_out for item in plan.bindings if item.entity == entity.name), "/id")


def found(plan: SystemPlan, entity: Entity, state: State, text: str) -> Record | wire.Fault:
    """The record that a path segment names, or what is wrong with the segment.

    Raises `Undecided` for an id that the server may or may not have given out.
    """
    symbol = symbol_in(text)
    table = state.table(entity.name)
    if isinstance(symbol, RecordId):
        record = state.get(symbol) if symbol.entity == entity.name else None
        if symbol.entity != entity.name:
            raise Undecided(text)
        return record or wire.UNKNOWN_RECORD
    if text == UNKNOWN_IDS[entity.id]:
        return wire.UNKNOWN_RECORD
    if entity.id == "int64":
        return _numbered(table, text)
    for record in table.values():
        if identifier(plan, state, record.id) == text:
            return record
    if not table:
        return wire.UNKNOWN_RECORD
    raise Undecided(text)


def _numbered(table: object, text: str) -> wire.Fault:
    if not text.isascii() or not text.isdigit():
        if text.lstrip("+-").isdigit() or text.strip() != text or not text:
            raise Undecided(text)
        return wire.NOT_AN_ID
    if text != "0" and text.startswith("0"):
        raise Undecided(text)
    number = int(text)
    if number > wire.LARGEST:
        return wire.NOT_AN_ID
    if number == 0 or number >= wire.NEVER_GIVEN_OUT or not table:
        return wire.UNKNOWN_RECORD
    raise Undecided(text)
