"""A scenario that expects what the rest of the plan excludes is refused, with both places named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.clinic import clinic
from workbench.planning.acceptance import ImpossiblePlan

REQUIREMENTS = [{"id": "R1", "text": "it works", "kind": "api"}]


def refusal(*steps: dict[str, Any]) -> str | None:
    """Why the clinic with a scenario of these steps is refused; None if it is accepted."""
    scenario = {"id": "s", "requirement": "R1", "title": "t", "steps": list(steps)}
    try:
        clinic(requirements=REQUIREMENTS, scenarios=[scenario])
    except ImpossiblePlan as problem:
        return str(problem)
    return None


def step(method: str, path: str, status: int, **more: Any) -> dict[str, Any]:
    """One HTTP step."""
    expect = {"status": [status], "body": more.pop("expect", [])}
    return {"kind": "http", "method": method, "path": path, "expect": expect, **more}


def room(status: int = 201, **values: Any) -> dict[str, Any]:
    """The doctor makes a room."""
    body = {"title": "North", "places": 2} | values
    return step("POST", "/rooms", status, body=body, as_account="doctor", capture={"room": "/id"})


def test_what_the_plan_leads_to_is_accepted() -> None:
    shown = {"pointer": "/0/title", "op": "equals", "value": "North"}
    assert refusal(room(), step("GET", "/rooms", 200, expect=[shown])) is None


def test_a_status_that_a_field_excludes_names_the_step_and_the_field() -> None:
    found = refusal(room(places=100))
    assert found is not None
    assert "scenarios.s.steps.0" in found
    assert "entities.Room.fields.places leads to status 422" in found


def test_a_body_that_the_plan_excludes_names_the_operation() -> None:
    wrong = {"pointer": "/kind", "op": "equals", "value": "night"}
    found = refusal(room(), step("GET", "/rooms/{{room}}", 200, expect=[wrong]))
    assert found is not None
    assert "scenarios.s.steps.1" in found
    assert (
        "operations.getRoom leads to a response in which /kind cannot be as expected (equals 'night')"
        in found
    )


def test_a_role_that_may_not_is_found() -> None:
    found = refusal(room() | {"as_account": "patient"})
    assert found is not None
    assert "operations.createRoom leads to status 403" in found


@pytest.mark.parametrize("status", [200, 404])
def test_after_an_operation_of_the_plans_own_nothing_is_excluded(status: int) -> None:
    tidied = step("POST", "/tidy", 204, as_account="doctor")
    expected: list[dict[str, Any]] = [{"pointer": "/title", "op": "equals", "value": "Other"}]
    read = step("GET", "/rooms/{{room}}", status, expect=expected if status == 200 else [])
    assert refusal(room(), tidied, read) is None


def test_what_was_captured_stands_for_itself() -> None:
    same = {"pointer": "/id", "op": "equals", "value": "{{room}}"}
    other = same | {"op": "differs"}
    assert refusal(room(), step("GET", "/rooms/{{room}}", 200, expect=[same])) is None
    assert refusal(room(), step("GET", "/rooms/{{room}}", 200, expect=[other])) is not None
