"""A page whose route has parameters is opened by scenarios, with what they captured, and by no link."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import NOTES, planned
from workbench.harness.browser.job import journeys
from workbench.plan.pages import Page
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.scaffold.frontend import frontend_files


def page(route: str) -> Page:
    return Page(route=route, title="Note", heading="Note")


@pytest.mark.parametrize("address", ["/notes/7", "/notes/{{id}}", "/notes/7?tab=text"])
def test_its_addresses_have_one_part_for_each_parameter(address: str) -> None:
    assert page("/notes/{id}").is_at(address)


@pytest.mark.parametrize("address", ["/notes", "/notes/", "/notes/7/text", "/other/7"])
def test_other_addresses_are_not_its_own(address: str) -> None:
    assert not page("/notes/{id}").is_at(address)


def test_a_colon_is_read_as_braces() -> None:
    assert page("/notes/:id/history").route == "/notes/{id}/history"


def plan_with(route: str, opened: str, **more: Any) -> SystemPlan:
    data = planned(NOTES).model_dump(mode="json", by_alias=True)
    data["pages"].append({"route": route, "title": "One note", "heading": "One note", **more})
    steps = [
        {
            "kind": "http",
            "method": "POST",
            "path": "/notes",
            "body": {"title": "Milk", "content": "Two bottles"},
            "expect": {"status": [201]},
            "capture": {"id": "/id"},
        },
        {"kind": "ui", "action": "goto", "route": opened},
        {"kind": "ui", "action": "expect_text", "value": "Milk"},
    ]
    data["requirements"] = [{"id": "R1", "text": "one note is shown", "kind": "ui"}]
    data["scenarios"] = [{"id": "s", "requirement": "R1", "title": "t", "steps": steps}]
    return accept_plan(data)


def test_only_scenarios_open_it() -> None:
    plan = plan_with("/notes/{id}", "/notes/{{id}}")
    visited = [item.route for item in journeys(plan) if isinstance(item, Page)]
    assert visited == ["/notes"]


def test_the_frontend_has_its_route_and_no_link_to_it() -> None:
    app = frontend_files(plan_with("/notes/{id}", "/notes/{{id}}"))["frontend/src/App.tsx"]
    assert '<Route path="/notes/:id" element={<NotesIdOpenPage />} />' in app
    assert "One note" not in app


def test_an_address_of_no_page_is_told_with_those_there_are() -> None:
    with pytest.raises(
        ImpossiblePlan, match=r"there is no page '/note/\{\{id\}\}', of /notes, /notes/"
    ):
        plan_with("/notes/{id}", "/note/{{id}}")


def test_it_shows_no_collection_by_convention() -> None:
    with pytest.raises(ImpossiblePlan, match="a page with parameters cannot have a `collection`"):
        plan_with("/notes/{id}", "/notes/{{id}}", collection="Note")
