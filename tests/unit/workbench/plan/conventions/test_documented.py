"""What a plan adds to a client's own document: who may call an operation, and another place in requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.accounts import account_entity
from workbench.plan.addressing import request_body
from workbench.plan.steps import HttpStep
from workbench.plan.system import BindingRole, SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.reference.traces import derive_traces

ROOM = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
SEAT = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "label": {"type": "string"},
        "room": {"type": "object", "properties": {"id": {"type": "integer"}}},
    },
}
NEW_SEAT = {
    "type": "object",
    "required": ["label", "room"],
    "properties": {"label": {"type": "string"}, "room": {"type": "integer"}},
}
SESSION = {
    "type": "object",
    "properties": {
        "token": {"type": "string"},
        "account": {"type": "object", "properties": {"id": {"type": "integer"}}},
    },
}
CREDENTIALS = {
    "type": "object",
    "properties": {"email": {"type": "string"}, "password": {"type": "string"}},
}


def _operation(name: str, status: int, answer: Any, sent: Any = None, **more: Any) -> Any:
    content = {"application/json": {"schema": answer}}
    body = {"requestBody": {"required": True, "content": {"application/json": {"schema": sent}}}}
    return {
        "operationId": name,
        "responses": {str(status): {"description": "it", "content": content}},
        **(body if sent else {}),
        **more,
    }


DOCUMENT = json.dumps(
    {
        "openapi": "3.1.0",
        "info": {"title": "Seats", "version": "1"},
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": {
            "/accounts": {"post": _operation("register", 201, SESSION, CREDENTIALS, security=[])},
            "/sessions": {"post": _operation("login", 200, SESSION, CREDENTIALS, security=[])},
            "/rooms": {
                "post": _operation("createRoom", 201, ROOM, ROOM),
                "get": _operation("listRooms", 200, {"type": "array", "items": ROOM}),
            },
            "/seats": {
                "post": _operation("createSeat", 201, SEAT, NEW_SEAT),
                "get": _operation("listSeats", 200, {"type": "array", "items": SEAT}),
            },
            "/reports": {"get": _operation("report", 200, {"type": "object"})},
        },
    }
)


def plan(*operations: dict[str, Any], pointer_in: str | None = "/room") -> SystemPlan:
    text = {"name": "name", "label": "Name", "type": "string", "required": True}
    place = {"pointer": "/room/id"} | ({"pointer_in": pointer_in} if pointer_in else {})
    ref = {"name": "room", "label": "Room", "type": "ref", "ref": "Room", "required": True}
    shared = {"timestamps": False, "offers": ["create", "list"], "writers": ["clerk"]}
    entities = [
        account_entity("guest", "clerk"),
        {
            "name": "Room",
            "plural": "rooms",
            "labels": {"singular": "Room", "plural": "Rooms"},
            "display_field": "name",
            "fields": [text],
            **shared,
        },
        {
            "name": "Seat",
            "plural": "seats",
            "labels": {"singular": "Seat", "plural": "Seats"},
            "display_field": "label",
            "fields": [text | {"name": "label", "label": "Label"}, ref | place],
            **shared,
        },
    ]
    bindings = [
        {"entity": entity, "role": role, "operationId": f"{role}{entity}{'s' * (role == 'list')}"}
        for entity in ("Room", "Seat")
        for role in ("create", "list")
    ]
    values = {"email": "clerk@seats.example", "password": "a-first-password", "role": "clerk"}
    return accept_plan(
        {
            "name": "seats",
            "title": "Seats",
            "summary": "s",
            "requirements": [{"id": "R1", "text": "seats are kept", "kind": "manual"}],
            "entities": entities,
            "bindings": [item | {"total": ""} for item in bindings],
            "operations": [*operations],
            "accounts": {
                "entity": "Account",
                "login": "email",
                "password": "password",
                "role": "role",
                "me_operation": None,
            },
            "seed": [{"entity": "Account", "values": values}],
        },
        DOCUMENT,
    )


def roles_of(system: SystemPlan, name: str) -> list[str]:
    access = system.operation(name).access
    assert access is not None
    return access.roles


def test_bound_operations_have_the_roles_of_their_entity() -> None:
    system = plan()
    assert roles_of(system, "createSeat") == ["clerk"]
    assert roles_of(system, "listSeats") == []


def test_an_operation_without_a_binding_has_the_roles_that_the_plan_gives_it() -> None:
    given = {"operationId": "report", "method": "GET", "path": "/reports"}
    system = plan(given | {"access": {"roles": ["clerk"]}})
    assert roles_of(system, "report") == ["clerk"]
    assert roles_of(plan(), "report") == []


def test_traces_create_records_as_an_account_that_may() -> None:
    made = [
        step
        for trace in derive_traces(plan())
        for step in trace.steps
        if isinstance(step, HttpStep) and step.path == "/seats" and step.expect.status == [201]
    ]
    assert made
    assert {step.as_account for step in made} == {"clerk"}


def test_a_reference_has_its_own_place_in_requests() -> None:
    system = plan()
    binding = system.binding("Seat", BindingRole.CREATE)
    assert binding is not None
    sent = request_body(system.entity("Seat"), binding, {"label": "A1", "room": 7})
    assert sent == {"label": "A1", "room": 7}
    assert system.entity("Seat").field("room").place == "/room/id"


def test_without_it_the_request_has_nothing_there() -> None:
    with pytest.raises(ImpossiblePlan, match="the request has nothing at '/room/id'"):
        plan(pointer_in=None)
