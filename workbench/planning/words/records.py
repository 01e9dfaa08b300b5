"""Entities and their fields in words."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.fields import Aggregate, Derived, EntityField, WriteAccess
from workbench.plan.system import Entity, SystemPlan
from workbench.planning.words.values import any_of, conditions, said

_CONSTRAINTS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "default")
_WRITTEN = {
    WriteAccess.CREATE_ONLY: "written only when the record is created",
    WriteAccess.CHANGE_ONLY: "written only by a change",
    WriteAccess.PATH: "taken from the path",
    WriteAccess.SERVER: "written by the server",
}


def records(plan: SystemPlan) -> Iterator[str]:
    """Each entity, who may see and write its records, and its fields, one in a line."""
    for entity in plan.entities:
        yield f"  {'; '.join(_entity(entity))}"
        yield from (f"    {_field(field, plan.currency)}" for field in entity.fields)


def _entity(entity: Entity) -> Iterator[str]:
    yield f"{entity.labels.singular} ({entity.name}, in lists: {entity.labels.plural})"
    if entity.owner:
        yield f"belongs to the account in {entity.owner}"
        others = f" and {', '.join(entity.seen_by)}" if entity.seen_by else ""
        yield "read by everybody" if entity.public else f"seen by that account{others}"
    elif entity.public:
        yield "read by everybody"
    if entity.part_of:
        yield f"part of the record in {entity.part_of}, and seen by every account that sees that record"
    if entity.writers:
        yield f"written by {any_of(entity.writers)}"
    for role, accounts in entity.operation_roles.items():
        yield (
            f"{role.value} only by {any_of(accounts)}"
            if accounts
            else f"{role.value} by any account"
        )
    if entity.append_only:
        yield "never changed or deleted"


def _field(field: EntityField, currency: str) -> str:
    """``Title: string, required, maxLength 200``."""
    words = [f"amount in the smallest unit of {currency}" if field.is_money else field.type.value]
    if field.target:
        words.append(f"of {field.target}")
    values = field.model_dump(mode="json")
    words += [word for word in ("required", "nullable", "unique", "secret") if values.get(word)]
    for name in _CONSTRAINTS:
        value = values.get(name)
        if value not in (None, [], ""):
            words.append(f"{name} {said(value)}")
    if field.write in _WRITTEN:
        words.append(_WRITTEN[field.write])
    if field.derived is not None:
        words.append(_derived(field.derived))
    if field.computed is not None:
        words.append(f"computed: {field.computed}")
    return f"{field.label} ({field.name}): {', '.join(words)}"


def _derived(derived: Derived) -> str:
    """``the sum of amount of the Line records that refer to it in report_id``."""
    of = {
        Aggregate.COUNT: "the number of",
        Aggregate.SUM: f"the sum of {derived.field} of",
        Aggregate.AVG: f"the average {derived.field} of",
        Aggregate.LATEST: f"the latest {derived.field} of",
    }[derived.how]
    records_of = f"the {derived.child} records that refer to it in {derived.ref}"
    return f"{of} {records_of}{conditions(derived.where)}"
