"""A plan of what other plans of the tests have not: seeds that refer, answers without a record, bodies of its own."""

from __future__ import annotations

from typing import Any

from tests.support.clinic import PLAN
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

_TAG = "Visit"
_FINISH: dict[str, Any] = {
    "id": "finishVisit",
    "method": "POST",
    "path": "/visits/{id}/finish",
    "tag": _TAG,
    "summary": "Finish a visit",
    "success": 204,
    "access": {"roles": []},
    "parameters": [
        {
            "name": "id",
            "location": "path",
            "required": True,
            "json_schema": {"type": "integer", "minimum": 1},
        }
    ],
    "request": {
        "type": "object",
        "required": ["words"],
        "properties": {"words": {"type": "string", "minLength": 2, "maxLength": 20}},
    },
    "errors": [
        {"status": 401, "when": "the token is missing or invalid"},
        {"status": 404, "when": "there is no such visit"},
        {"status": 409, "when": "it is finished already"},
    ],
}
_CLOSE: dict[str, Any] = {
    "id": "closeRooms",
    "method": "POST",
    "path": "/closing",
    "tag": "Room",
    "summary": "Close every room of a kind",
    "success": 204,
    "access": {"roles": ["doctor"]},
    "request": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "enum": ["day", "month"]},
            "count": {"type": "integer", "minimum": 1, "maximum": 31},
            "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
        },
    },
    "errors": [
        {"status": 400, "when": "the body is malformed"},
        {"status": 401, "when": "the token is missing or invalid"},
        {"status": 403, "when": "the account is no doctor's"},
        {"status": 422, "when": "a field is not acceptable"},
    ],
}


def archive() -> SystemPlan:
    """The clinic, whose visits are finished without an answer, with an operation that takes a body."""
    seed = [
        *PLAN["seed"],
        {"entity": "Supply", "values": {"label": "soap", "room": 1, "quantity": 5}},
    ]
    return accept_plan(PLAN | {"operations": [_FINISH, _CLOSE], "seed": seed})
