"""Renames the operations in a plan to their ids in the normalised document."""

from __future__ import annotations

from workbench.plan.invariants import Transition
from workbench.plan.system import SystemPlan


def with_operation_names(plan: SystemPlan, names: dict[str, str]) -> SystemPlan:
    """The plan with every changed operation id replaced by the new one."""

    def named(name: str) -> str:
        return names.get(name, name)

    bindings = [
        binding.model_copy(update={"operation": named(binding.operation)})
        for binding in plan.bindings
    ]
    accounts = plan.accounts and plan.accounts.model_copy(
        update={
            key: named(name)
            for key in ("register_operation", "login_operation", "me_operation")
            if (name := getattr(plan.accounts, key)) is not None
        }
    )
    invariants = [
        rule.model_copy(update={"operation": named(rule.operation)})
        if isinstance(rule, Transition)
        else rule
        for rule in plan.invariants
    ]
    pages = [
        page.model_copy(
            update={
                "charts": [
                    chart.model_copy(update={"operation": named(chart.operation)})
                    for chart in page.charts
                ]
            }
        )
        for page in plan.pages
    ]
    return plan.model_copy(
        update={
            "bindings": bindings,
            "accounts": accounts,
            "invariants": invariants,
            "pages": pages,
        }
    )
