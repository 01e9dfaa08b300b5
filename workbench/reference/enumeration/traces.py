"""Every enumerated trace of a plan, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.plan.actors import is_account
from workbench.plan.steps import Trace
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.enumeration.access import access_traces
from workbench.reference.enumeration.accounts import account_request_traces
from workbench.reference.enumeration.bodies import body_traces
from workbench.reference.enumeration.changes import change_traces
from workbench.reference.enumeration.field_values import field_value_traces
from workbench.reference.enumeration.filters import filter_traces
from workbench.reference.enumeration.methods import method_traces
from workbench.reference.enumeration.own_operations import own_operation_traces
from workbench.reference.enumeration.paging import paging_traces
from workbench.reference.enumeration.references import reference_traces
from workbench.reference.enumeration.refusals import refusal_traces
from workbench.reference.enumeration.rules import rule_traces
from workbench.reference.enumeration.searches import search_traces
from workbench.reference.enumeration.sorting import sort_traces
from workbench.reference.enumeration.uniqueness import uniqueness_traces
from workbench.reference.execution.machine import Reference
from workbench.reference.totals.enumeration import totals_traces

_OF_AN_ENTITY: tuple[Callable[[Reference, Entity], Iterator[Trace]], ...] = (
    field_value_traces,
    change_traces,
    refusal_traces,
    uniqueness_traces,
    reference_traces,
    filter_traces,
    search_traces,
    sort_traces,
    paging_traces,
    body_traces,
    access_traces,
    rule_traces,
    totals_traces,
)


def enumerated_traces(plan: SystemPlan) -> list[Trace]:
    """A trace for each kind of decision that the plan takes for each entity, and one of all paths."""
    reference = Reference(plan)
    made = [
        entity
        for entity in plan.entities
        if not is_account(plan, entity) and plan.binding(entity.name, BindingRole.CREATE)
    ]
    traces: list[Trace] = []
    for entity in made:
        for enumerate_kind in _OF_AN_ENTITY:
            traces += enumerate_kind(reference, entity)
    whole = (account_request_traces, own_operation_traces, method_traces)
    return [*traces, *(trace for kind in whole for trace in kind(reference))]
