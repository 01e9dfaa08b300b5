"""What the server computes, and when it did something, decides no rule: the reference then says nothing."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.planning.scenario_execution import execution_problems

START = "2026-05-04T10:00:00Z"


def plan_with(rule: dict[str, Any], *fields: dict[str, Any]) -> SystemPlan:
    """Slots in rooms, with a rule over them and two scenarios that create two slots each."""
    slot = {
        "name": "Slot",
        "plural": "slots",
        "labels": {"singular": "Slot", "plural": "Slots"},
        "display_field": "title",
        "timestamps": True,
        "fields": [
            {"name": "title", "label": "Title", "type": "string", "required": True},
            {"name": "starts_at", "label": "Starts at", "type": "datetime", "required": True},
            *fields,
        ],
    }
    first = {
        "kind": "http",
        "method": "POST",
        "path": "/slots",
        "body": {"title": "one", "starts_at": START},
        "expect": {"status": [201]},
        "capture": {"now": "/created_at"},
    }
    second = {**first, "body": {"title": "two", "starts_at": "{{now}}"}, "capture": {}}
    refused = {**second, "expect": {"status": [409]}}
    return accept_plan(
        {
            "name": "slots",
            "title": "Slots",
            "summary": "Slots.",
            "requirements": [{"id": "R1", "text": "slots", "kind": "api"}],
            "entities": [slot],
            "invariants": [rule] if rule else [],
            "scenarios": [
                {"id": "taken", "requirement": "R1", "title": "one", "steps": [first, second]},
                *(
                    [
                        {
                            "id": "refused",
                            "requirement": "R1",
                            "title": "two",
                            "steps": [first, refused],
                        }
                    ]
                    if rule
                    else []
                ),
            ],
        }
    )


COMPUTED = {
    "name": "ends_at",
    "label": "Ends at",
    "type": "datetime",
    "write": "server",
    "computed": "20 minutes after the start",
}
CODE = {**COMPUTED, "name": "code", "label": "Code", "type": "string", "computed": "a code"}


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        (
            {"kind": "no_overlap", "id": "free", "entity": "Slot", "fields": ["title"],
             "start": "starts_at", "end": "ends_at"},
            [COMPUTED],
        ),
        ({"kind": "one_per", "id": "once", "entity": "Slot", "fields": ["code"]}, [CODE]),
    ],
    ids=["no_overlap", "one_per"],
)  # fmt: skip
def test_a_rule_over_what_the_server_computes_may_accept_and_refuse(
    rule: dict[str, Any], fields: list[dict[str, Any]]
) -> None:
    assert list(execution_problems(plan_with(rule, *fields))) == []


def test_the_instant_of_an_earlier_answer_is_an_instant_that_may_be_sent() -> None:
    assert list(execution_problems(plan_with({}))) == []
