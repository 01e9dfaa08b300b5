"""What a plan says of what the request left open, or asked for and does not get."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.offline.plan_draft import draft_plan
from workbench.offline.reading.understanding import understand


def planned(request: str) -> dict[str, Any]:
    return draft_plan(understand(request), request, "memory")


def test_the_value_of_a_choice_that_is_left_out_is_assumed() -> None:
    plan = planned("tickets (title, status: open|closed optional, urgent:boolean optional)")
    said = "Tickets: where it is left out, status is “open”, urgent is “no”."
    assert said in plan["assumptions"]


def test_of_choices_that_are_required_nothing_is_assumed() -> None:
    plan = planned("tickets (title, status: open|closed)")
    assert not any("left out" in line for line in plan["assumptions"])


@pytest.mark.parametrize("kind", ["line chart", "column chart"])
def test_a_chart_of_another_kind_is_not_silently_bars(kind: str) -> None:
    plan = planned(f"expenses (title, amount:number, day:date), a monthly {kind} of expenses")
    assert len(plan["totals"]) == 1
    texts = [requirement["text"] for requirement in plan["requirements"]]
    assert f"Not built: a {kind}; its numbers are drawn as bars" in texts


def test_a_bar_chart_is_what_is_built() -> None:
    plan = planned("expenses (title, amount:number, day:date), a monthly bar chart of expenses")
    assert len(plan["totals"]) == 1
    assert not any("Not built" in item["text"] for item in plan["requirements"])


@pytest.mark.parametrize("name", ["s", "S", "x", "es"])
def test_the_shortest_names_are_kept(name: str) -> None:
    plan = planned(f"{name} (name)")
    (entity,) = plan["entities"]
    assert plan["title"].strip()
    assert name[0].lower() in entity["labels"]["singular"].lower()
    assert entity["labels"]["plural"]
    assert entity["name"] != "No"
