"""Refusals that an operation declares for a reason that the plan gives in words only.

Everything else that a conventional operation may be refused for follows from the plan: access, path,
parameters and body; unique fields, invariants and references; whose a record is.
"""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.actors import is_owned_by_account
from workbench.plan.completing import with_implied_errors
from workbench.plan.fields import FieldType
from workbench.plan.invariants import Transition
from workbench.plan.language.operations import Operation
from workbench.plan.system import Entity, SystemPlan
from workbench.reference.execution.index import Purpose

UNAUTHENTICATED = 401


def own_refusals(plan: SystemPlan, purpose: Purpose) -> frozenset[int]:
    """The statuses that the operation declares and that nothing else in the plan leads to."""
    operation = purpose.operation
    declared = {error.status for error in operation.errors}
    return frozenset(declared - {UNAUTHENTICATED} - {*_led_to(plan, purpose, operation)})


def _led_to(plan: SystemPlan, purpose: Purpose, operation: Operation) -> Iterator[int]:
    bare = operation.model_copy(update={"responses": {}})
    yield from (error.status for error in with_implied_errors(bare).errors)
    if purpose.transition is not None or purpose.account_role == "register":
        yield 409
    if purpose.entity is None:
        return
    if is_owned_by_account(plan, purpose.entity):
        yield from (403, 404)
    if purpose.binding is not None and _may_conflict(plan, purpose.entity):
        yield 409


def _may_conflict(plan: SystemPlan, entity: Entity) -> bool:
    """True if a write may break a rule over several records, or leave a reference without its record."""
    rules = (rule for rule in plan.invariants if not isinstance(rule, Transition))
    references = (FieldType.REF, FieldType.REFS)
    return (
        any(field.unique for field in entity.fields)
        or any(rule.entity == entity.name for rule in rules)
        or any(
            field.ref == entity.name
            for other in plan.entities for field in other.fields if field.type in references
        )
    )  # fmt: skip
