"""Whom generated tests call as: whoever makes a record can, and what it refers to is seen by it."""

from __future__ import annotations

from typing import Any

from bench.recorded.assembling import written_plan
from tests.support.plans import NOTES, planned
from tests.support.repairs import repairs
from workbench.plan.system import BindingRole, SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.accounts.callers_of_tests import Callers, able_accounts
from workbench.scaffold.backend import backend_files

REPAIRS = repairs()
HTTPAPI = "backend/internal/infrastructure/httpapi"


def callers(entity: str, plan: SystemPlan = REPAIRS) -> Callers:
    return Callers(plan, plan.entity(entity))


def changed(entity: str, **keys: Any) -> SystemPlan:
    """The bike workshop with another of its entities."""
    data = REPAIRS.model_dump(mode="json", exclude={"operations", "bindings", "pages"})
    own = [item for item in REPAIRS.operations if item.id == "finishRepairOrder"]
    data["operations"] = [item.model_dump(mode="json") for item in own]
    next(item for item in data["entities"] if item["name"] == entity).update(keys)
    return accept_plan(data)


def test_each_entity_is_made_by_a_role_that_may() -> None:
    made = {name: callers(name).maker for name in ("Bike", "RepairOrder", "LineItem", "Check")}
    assert made == {"Bike": "", "RepairOrder": "", "LineItem": "mechanic", "Check": "admin"}


def test_operations_that_not_everybody_may_call_are_listed_with_those_who_can() -> None:
    assert able_accounts(REPAIRS) == {
        "POST /bikes": [""],
        "DELETE /bikes/*": ["", "admin"],
        "POST /repair_orders": [""],
        "PUT /repair_orders/*": ["mechanic"],
        "DELETE /repair_orders/*": ["mechanic"],
        "POST /repair_orders/*/finish": ["mechanic"],
        "POST /line_items": ["mechanic"],
        "PUT /line_items/*": ["mechanic"],
        "DELETE /line_items/*": ["admin"],
        "POST /checks": ["admin"],
    }


def test_plans_whose_accounts_may_all_do_the_same_have_no_such_list() -> None:
    assert able_accounts(planned(NOTES)) == {}
    assert "able(" not in backend_files(planned(NOTES), "m")[f"{HTTPAPI}/api_test.go"]


def test_who_may_create_but_has_nothing_of_its_own_to_refer_to_is_not_the_maker() -> None:
    plan = changed("RepairOrder", operation_roles={"create": ["admin", "customer"]})
    assert not callers("RepairOrder", plan).makes("admin")
    assert callers("RepairOrder", plan).maker == ""
    assert able_accounts(plan)["POST /repair_orders"] == [""]


def test_who_sees_the_records_of_all_may_refer_to_them() -> None:
    plan = changed("RepairOrder", operation_roles={"create": ["mechanic"]})
    assert callers("RepairOrder", plan).maker == "mechanic"


def test_what_nobody_can_do_with_the_makers_records_is_not_tested() -> None:
    plan = changed("Bike", operation_roles={"create": ["customer"], "delete": ["admin"]})
    assert callers("Bike").can("delete")
    assert not callers("Bike", plan).can("delete")
    assert callers("Bike", plan).access.has(BindingRole.DELETE)


def test_what_the_studio_asks_for_is_as_it_was() -> None:
    plan = written_plan("studio")
    assert callers("Lesson", plan).maker == "admin"
    assert callers("Booking", plan).maker == ""


def test_a_test_expects_of_a_computed_number_only_what_the_child_shows() -> None:
    rules = backend_files(REPAIRS, "m")[f"{HTTPAPI}/rules_test.go"]
    assert "minutes stays" in rules
    assert "total_cents stays" not in rules
    assert 'map[string]any{"value": child["amount_cents"]}' in rules
    assert "TotalNeverNegative" not in rules
