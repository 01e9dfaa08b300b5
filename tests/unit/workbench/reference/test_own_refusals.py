"""A request that the plan's words may refuse ends a trace, and is no difference in a walk."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from bench.recorded.assembling import written_plan
from tests.support.plans import planned
from workbench.harness.browser.job import has_forms_of_its_own, has_journeys
from workbench.plan.language.operations import Response
from workbench.plan.steps import HttpStep, Scenario
from workbench.plan.system import BindingRole, SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.reference.own_refusals import may_be_refused, refused_in_words
from workbench.reference.traces import derive_traces
from workbench.scaffold.open_parts import generated_tests_to_change, open_parts


def plan_with(status: int, role: BindingRole = BindingRole.CREATE) -> SystemPlan:
    """Notes, one of whose operations declares one more refusal."""
    plan = planned("notes with title and body").model_copy(deep=True)
    binding = plan.binding(plan.entities[0].name, role)
    assert binding is not None
    operation = plan.operation(binding.operation)
    operation.responses[str(status)] = Response(description="the day is full")
    return plan


def creating(plan: SystemPlan) -> list[HttpStep]:
    steps = [step for trace in derive_traces(plan) for step in trace.steps]
    return [step for step in steps if isinstance(step, HttpStep) and step.method == "POST"]


def test_every_create_of_a_trace_may_be_refused_so() -> None:
    found = creating(plan_with(409))
    assert found
    assert all(step.or_refused == [409] for step in found if step.path == "/notes")


@pytest.mark.parametrize("status", [400, 422])
def test_a_refusal_that_follows_from_the_body_is_none(status: int) -> None:
    plan = plan_with(status)
    assert not any(step.or_refused for step in creating(plan))
    assert not has_forms_of_its_own(plan, plan.pages[0])


def test_only_the_operation_that_declares_it_may_refuse() -> None:
    plan = plan_with(409, BindingRole.REPLACE)
    assert not any(step.or_refused for step in creating(plan))
    entity = plan.entities[0]
    assert may_be_refused(plan, entity, BindingRole.REPLACE)
    assert not may_be_refused(plan, entity, BindingRole.CREATE, BindingRole.DELETE)


@pytest.mark.parametrize("system", ["studio", "shop", "trails"])
def test_what_a_transition_or_a_document_declares_is_none(system: str) -> None:
    plan = written_plan(system)
    assert not any(refused_in_words(plan, operation) for operation in plan.operations)
    assert not any(step.or_refused for step in creating(plan))


def test_its_reason_is_in_the_document_and_is_left_to_a_coder() -> None:
    data = planned("notes with title and body").model_dump(mode="json")
    rule = {
        "operationId": "createNote",
        "method": "POST",
        "path": "/notes",
        "refuses": [{"status": 409, "when": "the day is full"}],
    }
    data["operations"] = [rule]
    data["bindings"] = data["scenarios"] = []
    plan = accept_plan(data)
    responses = plan.operation("createNote").responses
    assert "the day is full" in responses["409"].description
    assert refused_in_words(plan, plan.operation("createNote")) == {409}
    reason, tests = open_parts(plan, "backend")
    assert reason.what == "409: the day is full"
    assert tests.place == "the tests of Note in backend/internal/infrastructure/httpapi"


def test_tests_that_make_such_records_are_shown_to_the_coder() -> None:
    folder = "backend/internal/infrastructure/httpapi"
    paths = [
        f"{folder}/{name}" for name in ("note_handler_test.go", "api_test.go", "note_handler.go")
    ]
    assert generated_tests_to_change(plan_with(409), paths) == {f"{folder}/note_handler_test.go"}
    assert generated_tests_to_change(plan_with(422), paths) == set()


def test_its_forms_are_left_to_scenarios_and_its_list_is_not() -> None:
    plan = plan_with(409)
    assert has_forms_of_its_own(plan, plan.pages[0])
    assert has_journeys(plan, plan.pages[0])
    assert not has_forms_of_its_own(planned("notes with title and body"), plan.pages[0])


def test_a_scenario_says_what_it_expects() -> None:
    step = {"kind": "http", "method": "POST", "path": "/notes", "expect": {"status": [201]}}
    with pytest.raises(ValidationError, match="or_refused is not part of a plan"):
        Scenario.model_validate(
            {"id": "s", "requirement": "R1", "title": "t", "steps": [step | {"or_refused": [409]}]}
        )
