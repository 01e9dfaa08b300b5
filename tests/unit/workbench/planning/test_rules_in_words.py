"""A scenario may expect what an operation declares for a reason that the plan gives in words only."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.accounts import account_entity
from workbench.planning.acceptance import ImpossiblePlan, accept_plan

LOGIN = {"email": "mia@workshop.example", "password": "a-long-password"}


def _field(name: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": name.title(), "type": kind, "required": True, **more}


ACCOUNT = account_entity("customer", "mechanic", "admin", before=[_field("name", "string")])
PART = {
    "name": "Part",
    "plural": "parts",
    "display_field": "title",
    "labels": {"singular": "Part", "plural": "Parts"},
    "fields": [_field("title", "string")],
}
ORDER = {
    "name": "Order",
    "plural": "orders",
    "display_field": "title",
    "labels": {"singular": "Order", "plural": "Orders"},
    "operation_roles": {"delete": ["mechanic"]},
    "fields": [_field("title", "string"), _field("code", "string", unique=True)],
}
SEED = [
    {
        "entity": "Account",
        "values": {
            "name": role,
            "email": f"{role}@workshop.example",
            "password": "a-first-password",
            "role": role,
        },
    }
    for role in ("admin", "mechanic")
]


def _answer(schema: str) -> dict[str, Any]:
    ref = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": "it", "content": {"application/json": {"schema": ref}}}


ADD_MECHANIC = {
    "operationId": "addMechanic",
    "method": "POST",
    "path": "/mechanics",
    "summary": "Add a mechanic",
    "requestBody": {"required": True, "content": _answer("AccountInput")["content"]},
    "responses": {"201": _answer("Account")},
    "access": {"roles": ["admin"]},
}


def create(plural: str, status: int, description: str) -> dict[str, Any]:
    """The conventional create with a refusal of its own."""
    responses = {str(status): {"description": description}}
    return {
        "operationId": f"create{plural[:-1].title()}",
        "method": "POST",
        "path": f"/{plural}",
        "responses": responses,
    }


def refusal(*steps: dict[str, Any], operations: list[dict[str, Any]]) -> str | None:
    """Why a plan with these operations and a scenario of these steps is refused; None if it is not."""
    requirements = [{"id": "R1", "text": "it works", "kind": "api"}]
    scenario = {"id": "s", "requirement": "R1", "title": "t", "steps": list(steps)}
    plan = {
        "name": "workshop",
        "title": "Workshop",
        "summary": "s",
        "requirements": requirements,
        "entities": [ACCOUNT, PART, ORDER],
        "seed": SEED,
        "operations": operations,
        "scenarios": [scenario],
        "accounts": {"entity": "Account", "login": "email", "password": "password", "role": "role"},
    }
    try:
        accept_plan(plan)
    except ImpossiblePlan as problem:
        return str(problem)
    return None


def step(method: str, path: str, *status: int, **more: Any) -> dict[str, Any]:
    """One HTTP step."""
    return {"kind": "http", "method": method, "path": path, "expect": {"status": [*status]}, **more}


@pytest.mark.parametrize("status", [201, 409])
def test_a_refusal_of_its_own_may_come_and_may_not(status: int) -> None:
    ordered = step("POST", "/parts", status, body={"title": "Chain"}, as_account="ada")
    own = create("parts", 409, "the shop takes no more today")
    assert refusal(ordered, operations=[own]) is None


def test_a_refusal_that_no_operation_declares_is_not_expected() -> None:
    ordered = step("POST", "/parts", 409, body={"title": "Chain"}, as_account="ada")
    assert "createPart responds with" in str(refusal(ordered, operations=[]))


def test_nothing_is_stored_by_a_refusal() -> None:
    own = create("parts", 409, "the shop takes no more today")
    steps = (
        step("POST", "/parts", 409, body={"title": "Chain"}, as_account="ada"),
        step("GET", "/parts", 200, as_account="ada")
        | {"expect": {"status": [200], "body": [{"pointer": "", "op": "length", "value": 1}]}},
    )
    assert "listParts leads to a response" in str(refusal(*steps, operations=[own]))


@pytest.mark.parametrize(
    ("status", "description"),
    [(409, "the code is taken"), (401, "no token"), (422, "a title is needed")],
)
def test_a_status_that_the_plan_explains_is_not_a_rule_in_words(
    status: int, description: str
) -> None:
    ordered = step("POST", "/orders", status, body={"title": "a", "code": "b"}, as_account="ada")
    found = refusal(ordered, operations=[create("orders", status, description)])
    assert "createOrder leads to status 201" in str(found)


def refusing(plural: str, status: int, when: str) -> dict[str, Any]:
    """The conventional create with a rule in words, beside those that the plan explains."""
    return {
        "operationId": f"create{plural[:-1].title()}",
        "method": "POST",
        "path": f"/{plural}",
        "refuses": [{"status": status, "when": when}],
    }


@pytest.mark.parametrize("status", [201, 409])
def test_it_may_refuse_so_where_an_invariant_has_the_same_status(status: int) -> None:
    ordered = step("POST", "/orders", status, body={"title": "a", "code": "b"}, as_account="ada")
    rule = refusing("orders", 409, "the workshop is closed")
    assert refusal(ordered, operations=[rule]) is None


def test_a_refusal_that_nothing_leads_to_is_told_how_to_say_it() -> None:
    ordered = step("POST", "/orders", 409, body={"title": "a", "code": "b"}, as_account="ada")
    found = str(refusal(ordered, operations=[]))
    assert "give the operation `refuses [{status, when}]` with 409" in found


def test_a_success_that_the_plan_refuses_gets_no_such_hint() -> None:
    ordered = step("POST", "/orders", 201, body={"title": "a"}, as_account="ada")
    assert "refuses [" not in str(refusal(ordered, operations=[]))


def test_a_refused_role_is_none_either() -> None:
    own = {
        "operationId": "deleteOrder",
        "method": "DELETE",
        "path": "/orders/{id}",
        "responses": {"403": {"description": "only mechanics"}},
    }
    made = step("POST", "/orders", 201, body={"title": "a", "code": "b"}, as_account="ada")
    made["capture"] = {"order": "/id"}
    removed = step("DELETE", "/orders/{{order}}", 403, as_account="mechanic")
    assert "deleteOrder leads to status 204" in str(refusal(made, removed, operations=[own]))


@pytest.mark.parametrize("status", [200, 401])
def test_an_operation_of_its_own_may_make_accounts(status: int) -> None:
    added = step("POST", "/mechanics", 201, body={"name": "Mia"} | LOGIN, as_account="admin")
    signed = step("POST", "/login", status, body=LOGIN)
    assert refusal(added, signed, operations=[ADD_MECHANIC]) is None


def test_before_it_there_are_only_the_accounts_of_the_plan() -> None:
    signed = step("POST", "/login", 200, body=LOGIN)
    assert "leads to status 401" in str(refusal(signed, operations=[ADD_MECHANIC]))


def test_who_signed_in_that_way_may_do_what_a_role_may() -> None:
    made = step("POST", "/orders", 201, body={"title": "a", "code": "b"}, as_account="admin")
    made["capture"] = {"order": "/id"}
    added = step("POST", "/mechanics", 201, body={"name": "Mia"} | LOGIN, as_account="admin")
    signed = step("POST", "/login", 200, body=LOGIN) | {"capture": {"mia": "/token"}}
    removed = step("DELETE", "/orders/{{order}}", 204, headers={"Authorization": "Bearer {{mia}}"})
    assert refusal(made, added, signed, removed, operations=[ADD_MECHANIC]) is None
