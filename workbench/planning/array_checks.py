"""Type-checks the arrays of a plan: many-to-many references and lists of texts."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.actors import is_account
from workbench.plan.fields import ARRAYS, EntityField, RefsField, WriteAccess
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SystemPlan


def array_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Everything that an array of the plan asks for and that no array has."""
    for entity in plan.entities:
        for field in entity.fields:
            where = f"entities.{entity.name}.fields.{field.name}"
            if isinstance(field, RefsField):
                yield from _target_problems(plan, where, field)
            if field.type in ARRAYS and plan.document is None:
                yield from _own_problems(where, field)
                if is_account(plan, entity):
                    yield PlanProblem(
                        where,
                        f"an account cannot have a field of type {field.type}: use another entity",
                    )
    for rule in plan.invariants:
        for name in rule.own_fields:
            if _is_array(plan, rule.entity, name):
                yield PlanProblem(
                    f"invariants.{rule.id}",
                    f"{name!r} is an array, which an invariant cannot use: name another field",
                )
    yield from _derived_problems(plan)


def _target_problems(plan: SystemPlan, where: str, field: RefsField) -> Iterator[PlanProblem]:
    if plan.document is None and field.ref is None:
        yield PlanProblem(where, "refs needs the key ref: the entity that it points to")
    if plan.document is not None and field.ref is not None:
        yield PlanProblem(where, "with a client's own document refs has no key ref: leave it out")


_NOT_APPLYING = {
    "required": "a missing value is []",
    "nullable": "a missing value is [], never null",
    "unique": "arrays are not compared",
    "secret": "arrays are always sent back",
}


def _own_problems(where: str, field: EntityField) -> Iterator[PlanProblem]:
    """Keys that do not apply to arrays: one that is not sent is []."""
    for name, reason in _NOT_APPLYING.items():
        if getattr(field, name):
            yield PlanProblem(
                where, f"`{name}` does not apply to {field.type} ({reason}): leave out {name}"
            )
    if field.default not in (None, []):
        yield PlanProblem(where, f"the default of {field.type} is []: leave out default")
    if field.write not in (WriteAccess.CLIENT, WriteAccess.CREATE_ONLY):
        yield PlanProblem(where, f"{field.type} is written by clients: leave out write")


def _derived_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    for entity in plan.entities:
        for field in entity.fields:
            if field.derived is None:
                continue
            for name in (field.derived.ref, field.derived.field):
                if name is not None and _is_array(plan, field.derived.child, name):
                    where = f"entities.{entity.name}.fields.{field.name}.derived"
                    yield PlanProblem(
                        where, f"{name!r} is an array, from which nothing can be computed"
                    )


def _is_array(plan: SystemPlan, entity: str, name: str) -> bool:
    found = plan.find_entity(entity)
    field = found.find_field(name) if found is not None else None
    return field is not None and field.type in ARRAYS
