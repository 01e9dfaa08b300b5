"""What a page offers on a record: what the account that is signed in may do with it."""

from __future__ import annotations

from typing import Any

from tests.support.parts import parts, parts_as_planned
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.ts_pages import ts_pages


def offered(entity: str, plan: SystemPlan, role: str = "delete") -> str:
    page = next(item for item in ts_pages(plan) if item.plan.collection == entity)
    return page.e.may_record(role)


def with_comment(**changes: Any) -> SystemPlan:
    plan = parts_as_planned()
    plan["entities"] = [
        item | changes if item["name"] == "Comment" else item for item in plan["entities"]
    ]
    return accept_plan(plan)


def test_only_its_owner_is_offered_to_change_a_part() -> None:
    assert offered("Comment", parts()) == "may() && record.author === account?.id"


def test_roles_that_change_everybodys_are_offered_it_too() -> None:
    assert offered("Comment", with_comment(seen_by=["agent"])) == (
        'may() && (record.author === account?.id || may(["agent"]))'
    )


def test_a_part_without_an_owner_is_offered_to_who_sees_it() -> None:
    assert offered("Attachment", parts()) == "may()"
    assert offered("Visit", parts()) == 'may(["agent"])'
