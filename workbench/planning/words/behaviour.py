"""What a system does, in words: invariants, totals, operations and pages."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.invariants import (
    Capacity,
    Invariant,
    NeverNegative,
    NoOverlap,
    OnePer,
    Transition,
)
from workbench.plan.system import BindingRole, SystemPlan
from workbench.plan.totals.model import Totals
from workbench.planning.words.values import any_of, conditions, said


def invariants(plan: SystemPlan) -> Iterator[str]:
    """Each invariant as a sentence."""
    for rule in plan.invariants:
        yield f"  {rule.id}: {_invariant(rule)}"


def _invariant(rule: Invariant) -> str:
    match rule:
        case OnePer():
            return f"no two {rule.entity} records have the same {' and '.join(rule.fields)}"
        case Capacity():
            counted = conditions(rule.where)
            return f"the record in {rule.parent} has at most {rule.limit} {rule.entity} records{counted}"
        case NoOverlap():
            scope = f" with the same {' and '.join(rule.fields)}" if rule.fields else ""
            return (
                f"no two {rule.entity} records{scope} overlap between {rule.start} and {rule.end}"
            )
        case NeverNegative():
            return (
                f"no {rule.entity} brings {rule.derived} of the record in {rule.parent} below zero"
            )
        case Transition():
            moved = f"{rule.operation} moves {rule.field} of a {rule.entity}"
            return f"{moved} from {said(rule.before)} to {said(rule.after)}, and from nothing else"


def operations(plan: SystemPlan) -> Iterator[str]:
    """Each operation with who may call it; what one of the plan's own does, and what each rejects."""
    bound = {
        item.operation: f"{BindingRole(item.role).value} {item.entity}" for item in plan.bindings
    }
    bound |= {item.operation: _totals(item) for item in plan.totals}
    if plan.accounts is not None:
        accounts = plan.accounts
        bound |= dict.fromkeys((accounts.register_operation, accounts.login_operation), "accounts")
        bound |= {accounts.me_operation: "accounts"} if accounts.me_operation else {}
    for operation in plan.operations:
        what = bound.get(operation.id, "of its own")
        access = operation.access
        who = f"; needs {any_of(access.roles or ['an account'])}" if access is not None else ""
        place = f"{operation.method} {operation.path}"
        yield f"  {place}: {operation.summary} ({what}{who})"
        if operation.description and operation.id not in bound:
            yield f"    {' '.join(operation.description.split())}"
        for effect in operation.effects:
            yield f"    also changes {effect.entity}: {effect.what}"
        for refusal in operation.refuses:
            yield f"    rejected with {refusal.status}: {refusal.when}"


def _totals(totals: Totals) -> str:
    """``the number of Visit records per month of visited_on``."""
    what = f"sum of {totals.field} of" if totals.how == "sum" else "number of"
    per = f"per {totals.per} of {totals.by}" if totals.per else f"for each {totals.by}"
    return f"the {what} {totals.entity} records {per}{conditions(totals.where)}"


def pages(plan: SystemPlan) -> Iterator[str]:
    """Each page with what it shows."""
    for page in plan.pages:
        shown = [f"the records of {page.collection}"] if page.collection else []
        shown += [f"the chart “{chart.name}” of {chart.operation}" for chart in page.charts]
        what = ", ".join(shown) or page.description or "what its scenarios say"
        yield f"  {page.route} “{page.title}”: {what}"
