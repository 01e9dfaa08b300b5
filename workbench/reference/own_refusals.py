"""Text-only rules: reasons for an error response that the plan states only as text.

Every other reason to reject a request of a conventional operation follows from the plan: access, path,
parameters and body; unique fields, invariants and references; the owner of a record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from workbench.plan.actors import is_owned_by_account, parent_of_parts
from workbench.plan.completing import with_implied_errors
from workbench.plan.conventions.operations import crud_operations
from workbench.plan.invariants import Transition
from workbench.plan.language.operations import ErrorCase, Operation
from workbench.plan.steps import HttpStep, ParallelStep, Trace
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan
from workbench.reference.error_expectations import operation_called
from workbench.reference.execution.index import Purpose, purpose_of

UNAUTHENTICATED = 401


def refused_in_words(plan: SystemPlan, operation: Operation) -> frozenset[int]:
    """Statuses it may use for requests that the rest of the plan allows."""
    purpose = purpose_of(plan, operation)
    return frozenset() if purpose.is_opaque else own_refusals(plan, purpose)


def may_be_refused(plan: SystemPlan, entity: Entity, *roles: BindingRole) -> bool:
    """True if one of the entity's operations may reject sound requests by a text-only rule."""
    bindings = [plan.binding(entity.name, role) for role in roles]
    operations = [plan.operation(binding.operation) for binding in bindings if binding]
    return any(refused_in_words(plan, operation) for operation in operations)


def refusals_in_words(plan: SystemPlan) -> dict[str, frozenset[int]]:
    """The statuses of every operation that has text-only rules, by its id."""
    found = ((operation.id, refused_in_words(plan, operation)) for operation in plan.operations)
    return {identifier: statuses for identifier, statuses in found if statuses}


def with_words(plan: SystemPlan, traces: Sequence[Trace]) -> list[Trace]:
    """The traces, which end when a text-only rule rejects a request."""
    in_words = refusals_in_words(plan)
    if not in_words:
        return [*traces]
    return [
        trace.model_copy(update={"steps": [_marked(plan, in_words, step) for step in trace.steps]})
        for trace in traces
    ]


def with_own_refusals(plan: SystemPlan, step: HttpStep) -> HttpStep:
    """The step; a text-only rule of its operation may reject it."""
    return _marked(plan, refusals_in_words(plan), step)


Marked = TypeVar("Marked", HttpStep, HttpStep | ParallelStep)


def _marked(plan: SystemPlan, in_words: Mapping[str, frozenset[int]], step: Marked) -> Marked:
    if isinstance(step, ParallelStep):
        parts = [_marked(plan, in_words, part) for part in step.steps]
        return step.model_copy(update={"steps": parts})
    if UNAUTHENTICATED in step.expect.status:
        return step
    operation = operation_called(plan, step)
    statuses = in_words.get(operation.id) if operation is not None else None
    return step.model_copy(update={"or_refused": sorted(statuses)}) if statuses else step


def own_refusals(plan: SystemPlan, purpose: Purpose) -> frozenset[int]:
    """The statuses of its `refuses`, and those it declares that nothing else in the plan leads to."""
    operation = purpose.operation
    conventional = _conventional(plan, purpose)
    declared = {error.status for error in operation.errors if error not in conventional}
    implied = {UNAUTHENTICATED, *_led_to(plan, purpose, operation)}
    return frozenset(declared - implied) | {refusal.status for refusal in operation.refuses}


def _conventional(plan: SystemPlan, purpose: Purpose) -> list[ErrorCase]:
    """The refusals that the conventions declare for it; the plan's own have other words."""
    if purpose.binding is None or purpose.entity is None:
        return []
    usual = crud_operations(plan, purpose.entity).get(purpose.binding.role)
    return [] if usual is None else usual.errors


def _led_to(plan: SystemPlan, purpose: Purpose, operation: Operation) -> Iterator[int]:
    bare = operation.model_copy(update={"responses": {}})
    yield from (error.status for error in with_implied_errors(bare).errors)
    if plan.document is not None:  # a document may use each of them for what the others say
        yield from (400, 403, 404, 422)
    if purpose.transition is not None or purpose.account_role == "register":
        yield 409
    if purpose.entity is None:
        return
    is_part = parent_of_parts(plan, purpose.entity) is not None
    if is_part or is_owned_by_account(plan, purpose.entity):
        yield from (403, 404)
    if purpose.binding is not None and _may_conflict(plan, purpose.binding, purpose.entity):
        yield 409


def _may_conflict(plan: SystemPlan, binding: Binding, entity: Entity) -> bool:
    """True if it may break a rule over several records, or leave a reference without its record."""
    if binding.role in (BindingRole.DELETE, BindingRole.CLEAR):
        return True
    rules = (rule for rule in plan.invariants if not isinstance(rule, Transition))
    return any(field.unique for field in entity.fields) or any(
        rule.entity == entity.name for rule in rules
    )
