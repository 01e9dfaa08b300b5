"""Accounts of a client's document that differ from the conventions: no token after registering, no `me`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.plans import planned
from tests.support.reading_room import reading_room
from workbench.harness.histories import has_histories
from workbench.plan.actors import can_be_written
from workbench.plan.steps import HttpStep, Trace
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.reference.accounts_for_tests import introductions
from workbench.reference.error_expectations import accepted
from workbench.reference.own_refusals import refused_in_words
from workbench.reference.traces import derive_traces

PLAN = reading_room()


def calls(trace: Trace) -> list[tuple[str, str]]:
    return [(step.method, step.path) for step in trace.steps if isinstance(step, HttpStep)]


def trace(identifier: str) -> Trace:
    return next(item for item in derive_traces(PLAN) if item.id == identifier)


def test_an_account_registers_and_then_signs_in() -> None:
    step = HttpStep.model_validate(
        {
            "kind": "http",
            "method": "POST",
            "path": "/v1/articles",
            "as_account": "ada",
            "expect": {"status": [201]},
        }
    )
    registers, signs_in = introductions(PLAN, [step])
    assert (registers.path, registers.capture) == ("/v1/writers", {"ada_id": "/data/id"})
    assert signs_in.path == "/v1/sessions"
    assert signs_in.capture == {"ada_token": "/data/token", "ada_id": "/data/writer/id"}


def test_tokens_are_tried_on_another_guarded_operation() -> None:
    asked = [call for call in calls(trace("accounts.no_token")) if call[1] == "/v1/articles"]
    assert len(asked) >= 4


def test_a_field_that_only_a_change_takes_is_changed_and_not_created() -> None:
    steps = [
        step
        for item in derive_traces(PLAN)
        for step in item.steps
        if isinstance(step, HttpStep) and isinstance(step.body, dict) and "published" in step.body
    ]
    accepted = [step for step in steps if max(step.expect.status) < 300]
    assert {step.method for step in accepted} == {"PATCH"}


@pytest.mark.parametrize(
    ("accounts", "problem"),
    [
        (
            {"me_operation": "me"},
            "there is no operation 'me'; null says that the document has none",
        ),
        ({"registering_signs_in": True}, "the response has nothing at '/data/token'"),
        ({"registered_record": None}, "the response has nothing at '/data/writer/id'"),
    ],
)
def test_what_the_document_lacks_is_named(accounts: dict[str, Any], problem: str) -> None:
    with pytest.raises(ImpossiblePlan) as refused:
        reading_room(**accounts)
    assert problem in str(refused.value)


def test_without_a_document_accounts_follow_the_conventions() -> None:
    plan = planned("Users must sign in, and each has notes (text)").model_dump(mode="json")
    plan["accounts"]["registering_signs_in"] = False
    with pytest.raises(ImpossiblePlan, match="only a client's own document can have no"):
        accept_plan(plan)


def test_without_accounts_in_the_plan_nobody_writes_what_the_document_guards() -> None:
    plan = PLAN.model_copy(update={"accounts": None})
    article = plan.entity("Article")
    assert not can_be_written(plan, article)
    assert not has_histories(plan, article)
    assert has_histories(PLAN, article)


def test_where_the_document_is_silent_the_conventional_status_is_accepted_too() -> None:
    operation = PLAN.operation("register")
    assert accepted(PLAN, operation, 400) == [422, 400]
    assert accepted(PLAN, operation, 415, 422) == [422, 415]
    assert accepted(PLAN, operation, 409) == [409]
    assert accepted(PLAN, PLAN.operation("createArticle"), 409) == [422]


def test_a_rule_in_words_is_given_to_an_operation_of_the_document() -> None:
    draft = {"status": 404, "when": "the article is a draft of somebody else"}
    read = {"operationId": "getArticle", "method": "GET", "path": "/v1/articles/{slug}"}
    plan = reading_room(operations=[read | {"refuses": [draft]}])
    operation = plan.operation("getArticle")
    assert refused_in_words(plan, operation) == {404}
    assert operation.responses == PLAN.operation("getArticle").responses
    assert not refused_in_words(PLAN, PLAN.operation("getArticle"))
