"""The entities of a plan as the Go templates see them, linked to each other."""

from __future__ import annotations

from workbench.plan.invariants import OnePer, Transition
from workbench.plan.system import SERVER_FIELDS, SystemPlan
from workbench.plan.totals.operations import totals_of
from workbench.reference.data_for_tests import record
from workbench.scaffold.go_fields import GoField
from workbench.scaffold.go_views import Child, GoEntity
from workbench.scaffold.open_parts import is_usual_transition
from workbench.scaffold.rules.go_rules import GoDerived, GoRule, GoTransition
from workbench.scaffold.rules.go_totals import GoTotals


def go_entities(plan: SystemPlan) -> list[GoEntity]:
    """Every entity of the plan, linked to the entities it refers to and those that refer to it."""
    views = {entity.name: GoEntity(entity, plan.api_prefix, plan) for entity in plan.entities}
    for view in views.values():
        _add_fields(view, views)
    for view in views.values():
        for item in view.plan.fields:
            if item.derived is not None:
                made = GoField(item, view.local, view.Go)
                view.derived.append(GoDerived(made, view, views[item.derived.child], item.derived))
    for rule in plan.invariants:
        view = views[rule.entity]
        if isinstance(rule, Transition):
            operation = plan.operation(rule.operation)
            if is_usual_transition(plan, rule):
                view.transitions.append(GoTransition(rule, operation, view))
        else:
            view.rules.append(GoRule(rule, view))
    for totals in plan.totals:
        operation = plan.operation(totals.operation)
        if totals_of(plan, operation) is not None:
            view = views[totals.entity]
            view.totals.append(GoTotals(totals, operation, view))
    return list(views.values())


def _add_fields(view: GoEntity, views: dict[str, GoEntity]) -> None:
    accounts = view.system.accounts
    in_rules = {
        name
        for rule in view.system.invariants
        if rule.entity == view.plan.name
        for name in (rule.fields if isinstance(rule, OnePer) else [])
    }
    samples = [record(view.system, view.plan, variant) for variant in range(3)]
    for item in view.plan.fields:
        if item.name in SERVER_FIELDS or item.derived is not None:
            continue
        target = views[item.target] if item.target else None
        made = GoField(
            item,
            view.local,
            view.Go,
            target,
            is_password=view.is_account and accounts is not None and item.name == accounts.password,
            is_login=view.is_account and accounts is not None and item.name == accounts.login,
            is_varied=item.name in in_rules,
            given=tuple(values[item.name] for values in samples if item.name in values),
        )
        (view.fields if item.is_written_by_client else view.server_fields).append(made)
        if target is not None:
            target.children.append(Child(view, made))
            wanted = item.is_written_by_client and target is not view
            if wanted and target not in view.parents:
                view.parents.append(target)


def parents_first(entities: list[GoEntity]) -> list[GoEntity]:
    """The entities in an order in which tables can be created."""
    ordered: list[GoEntity] = []

    def visit(entity: GoEntity, trail: tuple[GoEntity, ...]) -> None:
        for item in entity.stored_refs:
            parent = item.target
            assert parent is not None
            if parent not in trail:
                visit(parent, (*trail, parent))
        if entity not in ordered:
            ordered.append(entity)

    for entity in entities:
        visit(entity, (entity,))
    return ordered
