"""When a rule applies: named conditions on a plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workbench.plan.fields import ARRAYS, FieldType
from workbench.plan.system import Storage, SystemPlan

Condition = Callable[[SystemPlan], bool]


def _has_dates(plan: SystemPlan) -> bool:
    dated = (FieldType.DATE, FieldType.DATETIME)
    return any(f.type in dated for entity in plan.entities for f in entity.client_fields)


def _has_arrays(plan: SystemPlan) -> bool:
    fields = (f for entity in plan.entities for f in entity.client_fields)
    return plan.document is None and any(f.type in ARRAYS for f in fields)


def _has_references(plan: SystemPlan) -> bool:
    return any(f.target for entity in plan.entities for f in entity.client_fields)


def _has_money(plan: SystemPlan) -> bool:
    return any(field.is_money for entity in plan.entities for field in entity.fields)


CONDITIONS: Mapping[str, Condition] = {
    "always": lambda _plan: True,
    "conventions": lambda plan: plan.document is None,
    "client_document": lambda plan: plan.document is not None,
    "sqlite": lambda plan: plan.storage is Storage.SQLITE,
    "memory": lambda plan: plan.storage is Storage.MEMORY,
    "accounts": lambda plan: plan.accounts is not None,
    "parts": lambda plan: any(entity.part_of for entity in plan.entities),
    "seed": lambda plan: bool(plan.seed),
    "invariants": lambda plan: bool(plan.invariants),
    "totals": lambda plan: bool(plan.totals),
    "integrations": lambda plan: bool(plan.integrations),
    "clock": lambda plan: plan.fake_now_env is not None,
    "random_seed": lambda plan: plan.random_seed_env is not None,
    "dates": _has_dates,
    "arrays": _has_arrays,
    "references": _has_references,
    "money": _has_money,
    "charts": lambda plan: any(page.charts for page in plan.pages),
    "hooks": lambda plan: any(page.hooks for page in plan.pages),
}
