"""Totals: the operation that each gets, and totals that cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.clinic import PLAN, clinic
from workbench.plan.completing import apply_conventions
from workbench.plan.totals.operations import totals_of
from workbench.planning.acceptance import ImpossiblePlan
from workbench.scaffold.open_parts import open_operations

FEES: dict[str, Any] = PLAN["totals"][0]  # type: ignore[index]


def test_who_may_list_the_records_may_call_the_operation() -> None:
    plan = clinic()
    fees, visits = plan.operation("feesPerMonth"), plan.operation("visitsPerDay")
    assert (fees.path, fees.access) == ("/fees_per_month", None)
    assert visits.access is not None
    assert fees.summary == "Fee of rooms per month of since"


def test_the_conventions_add_each_operation_once() -> None:
    plan = clinic()
    assert apply_conventions(plan).operations == plan.operations


def test_an_operation_that_only_narrows_who_may_call_stays_one_of_totals() -> None:
    own = {
        "operationId": "feesPerMonth",
        "method": "GET",
        "path": "/fees_per_month",
        "description": "For the doctor.",
        "access": {"roles": ["doctor"]},
    }
    plan = clinic(operations=[*PLAN["operations"], own])
    fees = plan.operation("feesPerMonth")
    assert fees.access is not None
    assert (fees.access.roles, fees.description) == (["doctor"], "For the doctor.")
    assert totals_of(plan, fees) is not None
    assert [item.id for item in plan.operations].count("feesPerMonth") == 1


def test_an_operation_of_another_shape_is_the_coders() -> None:
    plan = clinic()
    changed = [
        op.model_copy(update={"responses": {}}) if op.id == "feesPerMonth" else op
        for op in plan.operations
    ]
    plan = plan.model_copy(update={"operations": changed})
    assert totals_of(plan, plan.operation("feesPerMonth")) is None
    assert "feesPerMonth" in {operation.id for operation in open_operations(plan)}
    assert "roomsPerKind" not in {operation.id for operation in open_operations(plan)}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"entity": "Ghost"}, "totals.feesPerMonth.entity: there is no entity 'Ghost'"),
        ({"entity": "User"}, "totals.feesPerMonth.entity: accounts cannot be counted"),
        ({"by": "ghost"}, "totals.feesPerMonth.by: 'ghost' must be a stored field of Room"),
        ({"by": "booked"}, "totals.feesPerMonth.by: 'booked' must be a stored field of Room"),
        (
            {"by": "kind"},
            "totals.feesPerMonth.by: 'kind' is not a date or datetime; leave out `per`",
        ),
        ({"per": None}, "totals.feesPerMonth.by: 'since' is not an enum; a date needs `per`"),
        (
            {"how": "count"},
            "totals.feesPerMonth.field: a sum needs `field`, the number that is added up",
        ),
        (
            {"field": None},
            "totals.feesPerMonth.field: a sum needs `field`, the number that is added up",
        ),
        (
            {"field": "title"},
            "totals.feesPerMonth.field: 'title' must be a stored integer or number",
        ),
        ({"where": {"ghost": 1}}, "totals.feesPerMonth.where: 'ghost' is not an enum or boolean"),
        (
            {"where": {"kind": ["ward", "ghost"]}},
            "totals.feesPerMonth.where: 'kind' must be one of",
        ),
    ],
)
def test_what_cannot_be_counted_is_named(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(ImpossiblePlan) as error:
        clinic(totals=[FEES | changes])
    assert says in "\n".join(map(str, error.value.problems))
