"""Whom traces call as: somebody who sees the records that they make, and the parts of these."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.desk import TICKET
from tests.support.parts import parts_as_planned
from workbench.plan.actors import user_of
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan


def with_ticket(**changes: Any) -> SystemPlan:
    plan = parts_as_planned()
    plan["entities"] = [
        item | changes if item["name"] == TICKET["name"] else item for item in plan["entities"]
    ]
    return accept_plan(plan)


@pytest.mark.parametrize(
    ("changes", "user"),
    [
        ({}, "account"),
        ({"operation_roles": {"create": ["agent"]}}, "agent"),
        ({"operation_roles": {"create": ["agent"]}, "seen_by": ["customer"]}, "account"),
    ],
)
def test_records_are_used_by_who_sees_those_of_the_trace(changes: Any, user: str) -> None:
    plan = with_ticket(**changes)
    for operation in ("listTickets", "createComment", "listComments", "deleteAttachment"):
        called = plan.operation(operation)
        assert user_of(plan, plan.entity(called.tag), called) == user


def test_roles_come_before_what_somebody_sees() -> None:
    plan = with_ticket()
    visit = plan.entity("Visit")
    assert user_of(plan, visit, plan.operation("createVisit")) == "agent"
    assert user_of(plan, visit, plan.operation("listVisits")) == "account"
