"""Tests of a page sign in an account that may do what they do."""

from __future__ import annotations

import re

import pytest

from bench.recorded.assembling import written_plan
from workbench.plan.access import OperationAccess
from workbench.plan.system import BindingRole, SystemPlan
from workbench.scaffold.frontend import frontend_files

TESTS = "frontend/src/pages/LessonPage.test.tsx"


def permitting(roles: dict[BindingRole, list[str]]) -> SystemPlan:
    plan = written_plan("studio").model_copy(deep=True)
    for role, names in roles.items():
        binding = plan.binding("Lesson", role)
        assert binding is not None
        plan.operation(binding.operation).access = OperationAccess(roles=names)
    return plan


def body_of(title: str, plan: SystemPlan) -> str:
    found = re.search(rf'it\("{title}".*?\n  \}}\);', frontend_files(plan)[TESTS], re.S)
    assert found is not None
    return found.group()


@pytest.mark.parametrize(
    ("title", "role"),
    [("creates a lesson", "member"), ("changes a lesson", ""), ("deletes a lesson .*?", "member")],
)
def test_it_signs_in_who_may_do_what_the_first_account_may_not(title: str, role: str) -> None:
    plan = permitting(
        {
            BindingRole.CREATE: ["member"],
            BindingRole.REPLACE: ["admin"],
            BindingRole.DELETE: ["member"],
            BindingRole.LIST: ["admin"],
            BindingRole.READ: ["admin"],
        }
    )
    signed = re.findall(r"api\.signIn\(\{ role: \"(\w+)\" \}\)", body_of(title, plan))
    assert signed == ([role] if role else [])


def test_one_account_is_enough_where_one_role_may_do_everything() -> None:
    assert "api.signIn" not in frontend_files(written_plan("studio"))[TESTS]
