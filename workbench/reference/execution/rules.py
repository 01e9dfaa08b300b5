"""What several records may not do together: uniqueness, references, and the plan's invariants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from workbench.plan.fields import EntityField, FieldType
from workbench.plan.invariants import (
    Capacity,
    Invariant,
    NeverNegative,
    NoOverlap,
    OnePer,
    Transition,
)
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.execution import wire
from workbench.reference.execution.derived import derived_value
from workbench.reference.execution.formats import instant_of
from workbench.reference.execution.state import Record, State
from workbench.reference.execution.symbols import (
    Moment,
    Open,
    RecordId,
    Token,
    Undecided,
    Value,
    holds_symbol,
)
from workbench.reference.execution.wire import Fault


@dataclass(frozen=True)
class Candidate:
    """A record as it would be stored, in the state as it would be then."""

    plan: SystemPlan
    entity: Entity
    record: Record
    after: State

    @property
    def others(self) -> Iterator[Record]:
        """The other records of the entity."""
        for record in self.after.table(self.entity.name).values():
            if record.id != self.record.id:
                yield record


def reference_faults(entity: Entity, record: Record, state: State) -> Iterator[Fault]:
    """Every reference of a body to a record that is not there.

    Records that the caller may not see are not told apart from those that are there (`writes._unseen`).
    """
    for field in entity.client_fields:
        value = record.values.get(field.name)
        for target in value if isinstance(value, list) else [value]:
            if isinstance(target, RecordId) and state.get(target) is None:
                yield wire.NOT_ACCEPTABLE.of(field.name)


def taken(candidate: Candidate) -> Iterator[Fault]:
    """Every field whose value another record has, and may not."""
    for field in candidate.entity.fields:
        if field.unique and any(
            _alike(field, candidate.record, other) for other in candidate.others
        ):
            yield wire.TAKEN.of(field.name)


def broken_rules(candidate: Candidate) -> Iterator[Fault]:
    """Every rule over several records that the candidate would break."""
    for rule in candidate.plan.invariants:
        if rule.entity == candidate.entity.name and _is_broken(candidate, rule):
            yield wire.RULE_BROKEN


def is_referred_to(plan: SystemPlan, record: Record, state: State) -> bool:
    """True if another record refers to this one."""
    for entity in plan.entities:
        names = [field.name for field in entity.fields if field.target == record.id.entity]
        if names and any(
            other.values.get(name) == record.id
            for other in state.table(entity.name).values()
            for name in names
        ):
            return True
    return False


def let_go(plan: SystemPlan, gone: RecordId, state: State) -> State:
    """The state in which no array of references has a record that was deleted."""
    for entity in plan.entities:
        names = [
            field.name
            for field in entity.fields
            if field.type is FieldType.REFS and field.ref == gone.entity
        ]
        if not names or entity.name in state.unknown:
            continue
        for record in [*state.table(entity.name).values()]:
            kept = {
                name: [item for item in held if item != gone]
                for name in names
                if isinstance(held := record.values.get(name), list) and gone in held
            }
            if kept:
                state = state.stored(Record(record.id, {**record.values, **kept}))
    return state


def _alike(field: EntityField, one: Record, other: Record) -> bool:
    """Two values of a unique field are the same; null is not the same as null."""
    mine, theirs = one.values.get(field.name), other.values.get(field.name)
    if mine is None or theirs is None:
        return False
    if isinstance(mine, Open) or isinstance(theirs, Open):
        raise Undecided(field.name)
    if mine == theirs:
        return True
    if field.type is FieldType.EMAIL and str(mine).casefold() == str(theirs).casefold():
        raise Undecided(field.name)  # whether case tells addresses apart is left to the server
    if field.type in (FieldType.DATETIME, FieldType.DECIMAL):
        if comparable(field, mine) == comparable(field, theirs):
            raise Undecided(field.name)
    return False


def _known(record: Record, name: str, rule: Invariant) -> Value:
    """The value of a field. Raises `Undecided` where the plan does not say what it is."""
    value = record.values.get(name)
    if isinstance(value, Open | Moment | Token) or (isinstance(value, str) and holds_symbol(value)):
        raise Undecided(rule.id)
    return value


def _one_per(candidate: Candidate, rule: OnePer) -> bool:
    values = [_known(candidate.record, name, rule) for name in rule.fields]
    if any(value is None for value in values):
        raise Undecided(rule.id)
    return any(
        [_known(other, name, rule) for name in rule.fields] == values for other in candidate.others
    )


def _over_capacity(candidate: Candidate, rule: Capacity) -> bool:
    parent = _parent(candidate, rule)
    if parent is None or not _counts(rule, candidate.record):
        return False
    limit = _known(parent, rule.limit, rule)
    if not isinstance(limit, int):
        raise Undecided(rule.id)
    taken = sum(
        other.values.get(rule.parent) == parent.id and _counts(rule, other)
        for other in candidate.others
    )
    return bool(taken >= limit)


def _overlaps(candidate: Candidate, rule: NoOverlap) -> bool:
    start, end = _span(candidate, rule, candidate.record)
    if end <= start:
        raise Undecided(rule.id)
    scope = [_known(candidate.record, name, rule) for name in rule.fields]
    for other in candidate.others:
        if [_known(other, name, rule) for name in rule.fields] == scope:
            other_start, other_end = _span(candidate, rule, other)
            if bool(start < other_end) and bool(other_start < end):
                return True
    return False


def _span(candidate: Candidate, rule: NoOverlap, record: Record) -> tuple[Value, Value]:
    start, end = (
        comparable(candidate.entity.field(name), _known(record, name, rule))
        for name in (rule.start, rule.end)
    )
    if start is None or end is None:
        raise Undecided(rule.id)
    return start, end


def _falls_below_zero(candidate: Candidate, rule: NeverNegative) -> bool:
    parent = _parent(candidate, rule)
    if parent is None:
        return False
    owner = candidate.plan.entity(parent.id.entity)
    value = derived_value(owner.field(rule.derived), parent, candidate.after)
    if isinstance(value, Open):
        raise Undecided(rule.id)
    return value is not None and bool(value < 0)


def _is_broken(candidate: Candidate, rule: Invariant) -> bool:
    """Whether the candidate would break the rule; a transition is broken by its operation only."""
    match rule:
        case OnePer():
            return _one_per(candidate, rule)
        case Capacity():
            return _over_capacity(candidate, rule)
        case NoOverlap():
            return _overlaps(candidate, rule)
        case NeverNegative():
            return _falls_below_zero(candidate, rule)
        case Transition():
            return False


def _parent(candidate: Candidate, rule: Capacity | NeverNegative) -> Record | None:
    reference = candidate.record.values.get(rule.parent)
    return candidate.after.get(reference) if isinstance(reference, RecordId) else None


def _counts(rule: Capacity, record: Record) -> bool:
    wanted: dict[str, JsonValue] = rule.where
    return all(_known(record, name, rule) == value for name, value in wanted.items())


def comparable(field: EntityField, value: Value) -> Value:
    """A stored value in a form that compares as people do: instants by time, decimals by number."""
    if isinstance(value, str) and field.type is FieldType.DATETIME:
        return instant_of(value)
    if isinstance(value, str) and field.type is FieldType.DECIMAL:
        return Decimal(value)
    return value
