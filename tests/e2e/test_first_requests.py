"""What people type first is built offline until every gate is green; only what is not built stays open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command import stackwright
from tests.support.plans import planned
from workbench.planning.acceptance import unproven_by_plan

pytestmark = pytest.mark.extended


@pytest.mark.parametrize(
    "request_text",
    [
        "A blog with posts, comments and tags",
        "an expense tracker with categories and a monthly chart",
        "Build me a CRM",
        "an expense tracker with a monthly chart, each user has their own expenses",
        "Users must sign in with a password. Only admins can delete tips (title, text)",
        "Users must sign in. notes for each plant (text, plant)",
    ],
)
def test_all_gates_are_green(request_text: str, tmp_path: Path) -> None:
    outcome = stackwright("build", request_text, "--model", "offline", "--json", cwd=tmp_path)
    verdict = outcome.last["verdict"]
    assert {gate["status"] for gate in verdict["gates"]} == {"passed"}, outcome.stderr
    plan = planned(request_text)
    unproven = [row["text"] for row in verdict["requirements"] if row["status"] != "proven"]
    assert unproven == [
        item.text for item in plan.requirements if item.id in unproven_by_plan(plan)
    ]
    assert outcome.code == (4 if unproven else 0)
