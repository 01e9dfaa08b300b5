"""The operation of each of a plan's totals, and what is wrong with totals."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import JsonValue

from workbench.plan.account_operations import with_access
from workbench.plan.actors import is_account
from workbench.plan.conventions.operations import offered
from workbench.plan.fields import NUMERIC, FieldType
from workbench.plan.language.operations import Operation, json_operation
from workbench.plan.names import snake
from workbench.plan.problem import PlanProblem
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.plan.totals.model import LABEL, VALUE, Span, Totals

MOMENTS = frozenset({FieldType.DATE, FieldType.DATETIME})
# Number of leading characters of a date, or of an instant in UTC, that name the span.
LETTERS: dict[Span, int] = {"day": 10, "month": 7, "year": 4}
# Number of decimals of a sum.
DECIMALS = 6


def totals_operations(plan: SystemPlan) -> list[Operation]:
    """The conventional operation of each of the totals."""
    return [totals_operation(plan, totals) for totals in plan.totals]


def totals_operation(plan: SystemPlan, totals: Totals) -> Operation:
    """``GET /expenses_per_month``: who may list the records may call it, and sees those counted."""
    entity = plan.entity(totals.entity)
    item: JsonValue = {
        "type": "object",
        "properties": {
            LABEL: {"type": "string", "description": _label_description(entity, totals)},
            VALUE: {"type": "integer" if totals.how == "count" else "number"},
        },
        "required": [LABEL, VALUE],
    }
    operation = json_operation(
        id=totals.operation,
        method="GET",
        path=f"{plan.api_prefix}/{snake(totals.operation)}",
        summary=totals_in_words(entity, totals),
        tag=entity.name,
        success=200,
        response={"type": "array", "items": item},
    )
    return with_access(plan, entity, BindingRole.LIST, operation)


def totals_in_words(entity: Entity, totals: Totals) -> str:
    """``Amount of expenses per month of spent on``."""
    by = entity.field(totals.by).label.lower()
    many = entity.labels.plural.lower()
    what = "Number" if totals.field is None else entity.field(totals.field).label
    where = [
        f"{entity.field(name).label.lower()} is {' or '.join(map(_said, values))}"
        for name, values in totals.counted.items()
    ]
    only = f" whose {' and '.join(where)}" if where else ""
    return f"{what} of {many}{only} per {f'{totals.per} of {by}' if totals.per else by}"


def _said(value: JsonValue) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def totals_of(plan: SystemPlan, operation: Operation) -> Totals | None:
    """The totals that an operation answers as the conventions say; None if it does not."""
    found = next((item for item in plan.totals if item.operation == operation.id), None)
    if found is None:
        return None
    usual = totals_operation(plan, found)
    same = ("method", "path", "success", "response", "request", "parameters")
    return found if all(getattr(usual, k) == getattr(operation, k) for k in same) else None


def totals_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Everything that totals name must exist and can be counted or added up."""
    for totals in plan.totals:
        where = f"totals.{totals.operation}"
        entity = plan.find_entity(totals.entity)
        if plan.document is not None:
            yield PlanProblem(where, "a client's own document has its own operations")
        elif entity is None:
            yield PlanProblem(f"{where}.entity", f"there is no entity {totals.entity!r}")
        elif is_account(plan, entity):
            yield PlanProblem(
                f"{where}.entity", "accounts cannot be counted, because no operation lists them"
            )
        elif BindingRole.LIST not in offered(entity):
            yield PlanProblem(f"{where}.entity", f"{entity.name} cannot be listed")
        else:
            yield from _field_problems(where, entity, totals)


def _field_problems(where: str, entity: Entity, totals: Totals) -> Iterator[PlanProblem]:
    fields = {field.name: field for field in entity.fields}
    by, added = fields.get(totals.by), fields.get(totals.field or "")
    if by is None or by.secret or by.derived is not None:
        yield PlanProblem(f"{where}.by", f"{totals.by!r} must be a stored field of {entity.name}")
    elif totals.per is not None and by.type not in MOMENTS:
        yield PlanProblem(f"{where}.by", f"{by.name!r} is not a date or datetime; leave out `per`")
    elif totals.per is None and by.type is not FieldType.ENUM:
        yield PlanProblem(f"{where}.by", f"{by.name!r} is not an enum; a date needs `per`")
    if (totals.how == "sum") != (totals.field is not None):
        yield PlanProblem(
            f"{where}.field",
            "a sum needs `field`, the number that is added up; a count must not have it",
        )
    elif totals.field is not None and (
        added is None or added.type not in NUMERIC or added.derived is not None or added.secret
    ):
        yield PlanProblem(
            f"{where}.field",
            f"{totals.field!r} must be a stored integer or number of {entity.name}",
        )
    for name, values in totals.counted.items():
        field = fields.get(name)
        known = field.choices if field is not None else []
        if not known:
            yield PlanProblem(
                f"{where}.where", f"{name!r} is not an enum or boolean of {entity.name}"
            )
        elif not values or any(value not in known for value in values):
            listed = ", ".join(map(str, known))
            yield PlanProblem(f"{where}.where", f"{name!r} must be one of {listed}")


def _label_description(entity: Entity, totals: Totals) -> str:
    label = entity.field(totals.by).label
    return f"the {totals.per} of {label}, in UTC" if totals.per else f"a value of {label}"
