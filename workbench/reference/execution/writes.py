"""Create, replace, patch, delete and clear: how a body is stored, and why it may be refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from workbench.plan.actors import is_owned_by_account
from workbench.plan.fields import EntityField, FieldType, WriteAccess
from workbench.plan.pointers import parts_of, wrapped
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.callers import Caller
from workbench.reference.execution.index import Purpose
from workbench.reference.execution.outcomes import Outcome, answered, refused
from workbench.reference.execution.records import found, shown
from workbench.reference.execution.requests import Body, Request, bodies
from workbench.reference.execution.rules import (
    Candidate,
    broken_rules,
    is_referred_to,
    let_go,
    reference_faults,
    taken,
)
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import ABSENT, OPEN, RecordId, Undecided, Value
from workbench.reference.execution.values import Reading, Taken, readings
from workbench.reference.execution.wire import Fault

# Maximum number of ways to take a body that are followed; a body with more is not decided.
MOST_READINGS = 64
# Server fields that the conventions fill; a client's document spells them in its own way.
_CREATED, _UPDATED = ("created_at", "createdat"), ("updated_at", "updatedat")


@dataclass(frozen=True)
class Call:
    """A request to one operation of an entity, by a caller who may call it."""

    plan: SystemPlan
    purpose: Purpose
    parameters: Mapping[str, str]
    request: Request
    account: Record | None
    faults: tuple[Fault, ...]

    @property
    def entity(self) -> Entity:
        assert self.purpose.entity is not None
        return self.purpose.entity

    def caller(self, state: State) -> Caller:
        """Who calls, and what is whose in this state."""
        return Caller(self.plan, state, self.account)

    def refused(self, state: State, *faults: Fault) -> Outcome:
        return refused(self.plan, self.purpose.operation, state, [*self.faults, *faults])


def created(call: Call, state: State) -> Iterator[Outcome]:
    """Every outcome of a create."""
    above, missing = parents_in_path(call, state)
    for body in bodies(call.request):
        for values, faults in _bodies_values(call, body, None):
            against = [*missing, *faults]
            if call.faults or against:
                yield call.refused(state, *against)
                continue
            whole = {**_server_values(call, state), **above, **values}
            after, record = state.added(call.entity.name, whole)
            yield from _unseen(call, state, record)
            yield _stored(call, state, after, record, is_new=True)


def changed(call: Call, state: State, role: BindingRole) -> Iterator[Outcome]:
    """Every outcome of a replace or a patch."""
    before = target(call, state)
    for body in bodies(call.request):
        stored = before if isinstance(before, Record) else None
        partial = stored if role is BindingRole.PATCH else None
        for values, faults in _bodies_values(call, body, stored, partial):
            against = [*([before] if isinstance(before, Fault) else []), *faults]
            if call.faults or against or stored is None:
                yield call.refused(state, *against)
                continue
            touched = {
                field.name: state.now for field in call.entity.fields if is_change_time(field)
            }
            record = Record(stored.id, {**stored.values, **values, **touched})
            yield from _unseen(call, state, record)
            yield _stored(call, state, state.stored(record), record, is_new=False)


def deleted(call: Call, state: State) -> Iterator[Outcome]:
    """Every outcome of a delete."""
    record = target(call, state)
    if isinstance(record, Fault):
        yield call.refused(state, record)
    elif call.faults:
        yield call.refused(state)
    elif is_referred_to(call.plan, record, state):
        if call.plan.document is not None:
            raise Undecided("whether what refers to a record goes with it")
        yield call.refused(state, wire.STILL_REFERRED_TO)
    else:
        after = let_go(call.plan, record.id, state.removed(record))
        yield answered(after, call.purpose.operation)


def cleared(call: Call, state: State) -> Iterator[Outcome]:
    """Every outcome of deleting all records that the caller may change."""
    above, missing = parents_in_path(call, state)
    if missing or call.faults:
        yield call.refused(state, *missing)
        return
    kept = state
    records = [
        record
        for record in state.table(call.entity.name).values()
        if call.caller(state).changes(record)
        and all(record.values.get(name) == value for name, value in above.items())
    ]
    for record in records:
        kept = kept.removed(record)
    if any(is_referred_to(call.plan, record, kept) for record in records):
        if call.plan.document is not None:
            raise Undecided("whether what refers to a record goes with it")
        yield call.refused(state, wire.STILL_REFERRED_TO)
    else:
        for record in records:
            kept = let_go(call.plan, record.id, kept)
        yield answered(kept, call.purpose.operation)


def target(call: Call, state: State) -> Record | Fault:
    """The record that the path names and that the caller may reach, or what stands against it."""
    binding = call.purpose.binding
    parameter = binding.id_param if binding is not None else _last_parameter(call)
    record = found(call.plan, call.entity, state, call.parameters[parameter])
    above, missing = parents_in_path(call, state)
    if missing:
        return missing[0]
    if isinstance(record, Fault):
        return record
    if any(record.values.get(name) != value for name, value in above.items()):
        return wire.UNKNOWN_RECORD
    reading = binding is not None and binding.role is BindingRole.READ
    against = call.caller(state).faults(record, reading=reading)
    return against[0] if against else record


def parents_in_path(call: Call, state: State) -> tuple[dict[str, Value], list[Fault]]:
    """The records below which the path goes, by field, and what is wrong with their ids."""
    binding = call.purpose.binding
    above: dict[str, Value] = {}
    faults: list[Fault] = []
    for parameter, name in (binding.path_from if binding is not None else {}).items():
        parent = call.plan.entity(call.entity.field(name).target or "")
        record = found(call.plan, parent, state, call.parameters[parameter])
        is_whole = name == call.entity.part_of
        if not isinstance(record, Fault) and (is_whole or call.plan.document is None):
            # Whom the parent is hidden from sees nothing below it either.
            against = call.caller(state).faults(record, reading=True)
            lists = binding is not None and binding.role is BindingRole.LIST
            if against and call.plan.document is not None and lists:
                raise Undecided("whether a list below what is hidden is empty")
            record = against[0] if against else record
        if isinstance(record, Fault):
            faults.append(record)
        else:
            above[name] = record.id
    return above, faults


def _bodies_values(
    call: Call, body: Body, stored: Record | None, partial: Record | None = None
) -> Iterator[tuple[dict[str, Value], list[Fault]]]:
    """Every way to read a body: the values of its fields, and what is wrong with the others."""
    if body.fault is not None:
        yield {}, [body.fault]
        return
    binding = call.purpose.binding
    within = at(body.value, binding.body_in if binding is not None else "")
    if within is ABSENT and partial is not None:
        raise Undecided("whether a body without its envelope changes nothing")
    if not isinstance(within, dict):
        yield {}, [wire.NOT_AN_OBJECT]
        return
    yield from read_fields(call.entity, within, stored, partial)


def read_fields(
    entity: Entity, sent: Mapping[str, Value], stored: Record | None, partial: Record | None
) -> Iterator[tuple[dict[str, Value], list[Fault]]]:
    """Every way to read an object's fields; `partial`: what is not named stays as it is."""
    names, ways = [], []
    for field in entity.client_fields if stored is None else entity.changed_fields:
        value, fixed = at(sent, field.place_in), _is_fixed(field, stored)
        if value is ABSENT and (partial is not None or (fixed and not field.required)):
            continue
        ways.append(_fixed(field, stored, value) if fixed else readings(field, value))
        names.append(field.name)
    count = 1
    for way in ways:
        count *= len(way)
    if count > MOST_READINGS:
        raise Undecided("too many ways to read the body")
    for chosen in product(*ways):
        values = {n: r.value for n, r in zip(names, chosen, strict=True) if isinstance(r, Taken)}
        yield values, [reading for reading in chosen if isinstance(reading, Fault)]


def _is_fixed(field: EntityField, stored: Record | None) -> bool:
    return stored is not None and field.write is WriteAccess.CREATE_ONLY


def _fixed(field: EntityField, stored: Record | None, sent: Value) -> list[Reading]:
    """A field that only a create writes is left as it is, or another value for it refused.

    If it is required, so may be a body without it: the document requires it of a replace too.
    """
    assert stored is not None
    kept = Taken(stored.values.get(field.name))
    return [kept] if sent == kept.value else [kept, wire.NOT_ACCEPTABLE.of(field.name)]


def _unseen(call: Call, state: State, record: Record) -> Iterator[Outcome]:
    """The refusal of a reference to a record that the caller may not see.

    The plan does not say whether such a record may be referred to, so both are sound.
    """
    for field in call.entity.client_fields:
        if field.name == call.entity.part_of:
            continue  # it is refused for certain
        held = record.values.get(field.name)
        ids = [
            item
            for item in (held if isinstance(held, list) else [held])
            if isinstance(item, RecordId)
        ]
        for target in filter(None, map(state.get, ids)):
            if not call.caller(state).sees(target):
                yield call.refused(state, wire.NOT_ACCEPTABLE.of(field.name))
                return


def _has_hidden_parent(call: Call, state: State, record: Record) -> bool:
    """True if the record would be part of one that the caller does not see."""
    held = record.values.get(call.entity.part_of or "")
    parent = state.get(held) if isinstance(held, RecordId) else None
    return parent is not None and not call.caller(state).sees(parent)


def _stored(call: Call, before: State, after: State, record: Record, *, is_new: bool) -> Outcome:
    plan, entity = call.plan, call.entity
    candidate = Candidate(plan, entity, record, after)
    against = [*reference_faults(entity, record, before), *taken(candidate)]
    if _has_hidden_parent(call, before, record):  # nothing is given away about what it holds
        against.append(wire.NOT_ACCEPTABLE.of(entity.part_of or ""))
    else:
        against += broken_rules(candidate)
    if against:
        return call.refused(before, *against)
    binding = call.purpose.binding
    assert binding is not None
    body = wrapped(binding.body_out, shown(plan, entity, record, after, binding.id_out))
    return answered(
        after, call.purpose.operation, body, location=_location(call, record) if is_new else None
    )


def _location(call: Call, record: Record) -> str | None:
    """The path under which a new record is read; None if it is read by no path of its own."""
    binding = call.plan.binding(call.entity.name, BindingRole.READ)
    if binding is None or call.plan.document is not None:
        return None
    path = call.plan.operation(binding.operation).path
    return path.replace("{" + binding.id_param + "}", str(record.id))


def _server_values(call: Call, state: State) -> dict[str, Value]:
    """What the server writes into a new record: its owner, the moment, and defaults."""
    values: dict[str, Value] = {}
    for field in call.entity.fields:
        if field.is_written_by_client or field.derived is not None:
            continue
        if field.name == call.entity.owner and is_owned_by_account(call.plan, call.entity):
            values[field.name] = call.account.id if call.account is not None else OPEN
        else:
            values[field.name] = server_default(field, state)
    return values


def server_default(field: EntityField, state: State) -> Value:
    """The first value of a field that the server writes, as far as the plan says."""
    if field.computed is not None:
        return OPEN
    if field.default is not None:
        return field.default
    is_moment = field.type is FieldType.DATETIME and _is(field, _CREATED + _UPDATED)
    return state.now if is_moment else OPEN


def is_change_time(field: EntityField) -> bool:
    """True for the field that says when its record was last changed."""
    return _is(field, _UPDATED)


def _is(field: EntityField, names: tuple[str, ...]) -> bool:
    return field.write is WriteAccess.SERVER and field.name.lower() in names


def _last_parameter(call: Call) -> str:
    return [*call.parameters][-1]


def at(value: Value, pointer: str) -> Value:
    """What is at a pointer inside an object, or ABSENT."""
    for part in parts_of(pointer):
        if not isinstance(value, dict) or part not in value:
            return ABSENT
        value = value[part]
    return value
