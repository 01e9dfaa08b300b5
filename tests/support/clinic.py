"""A plan that uses everything that the plan's language has: the clinic."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import STAMPS, account_entity
from tests.support.talking import Talk
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.reference.execution.symbols import RecordId

OWNER = {"name": "patient", "label": "Patient", "type": "ref", "ref": "User", "write": "server"}


def _entity(name: str, plural: str, display: str, fields: list[dict[str, Any]], **more: Any) -> Any:
    labels = {"singular": name, "plural": plural.replace("_", " ").title()}
    return {
        "name": name,
        "plural": plural,
        "labels": labels,
        "display_field": display,
        "fields": [*fields, *STAMPS],
        **more,
    }


USER = account_entity(
    "patient",
    "doctor",
    name="User",
    before=[
        {"name": "name", "label": "Name", "type": "string", "required": True, "max_length": 80}
    ],
    after=STAMPS,
)
ROOM = _entity(
    "Room",
    "rooms",
    "title",
    [
        {
            "name": "title",
            "label": "Title",
            "type": "string",
            "required": True,
            "unique": True,
            "min_length": 2,
            "max_length": 40,
        },
        {
            "name": "code",
            "label": "Code",
            "type": "string",
            "nullable": True,
            "unique": True,
            "pattern": "^[A-Z]{2}[0-9]{2}$",
            "examples": ["AB12", "CD34", "EF56", "GH78"],
        },
        {
            "name": "places",
            "label": "Places",
            "type": "integer",
            "required": True,
            "min": 1,
            "max": 99,
        },
        {
            "name": "kind",
            "label": "Kind",
            "type": "enum",
            "values": ["day", "night"],
            "default": "day",
        },
        {"name": "open", "label": "Open", "type": "boolean", "default": True},
        {"name": "fee", "label": "Fee", "type": "number", "nullable": True, "min": 0},
        {"name": "since", "label": "Since", "type": "date", "nullable": True},
        {"name": "mail", "label": "Mail", "type": "email", "nullable": True},
        {"name": "site", "label": "Site", "type": "url", "nullable": True},
        {"name": "opens", "label": "Opens", "type": "time", "nullable": True},
        {"name": "price", "label": "Price", "type": "decimal", "nullable": True},
        {"name": "tags", "label": "Tags", "type": "list"},
        {"name": "notes", "label": "Notes", "type": "text", "nullable": True, "max_length": 300},
        {
            "name": "booked",
            "label": "Booked",
            "type": "integer",
            "write": "server",
            "derived": {"how": "count", "child": "Visit", "ref": "room", "where": {"urgent": True}},
        },
        {
            "name": "stock",
            "label": "Stock",
            "type": "integer",
            "write": "server",
            "derived": {"how": "sum", "child": "Supply", "ref": "room", "field": "quantity"},
        },
        {
            "name": "rating",
            "label": "Rating",
            "type": "number",
            "nullable": True,
            "write": "server",
            "derived": {"how": "avg", "child": "Visit", "ref": "room", "field": "stars"},
        },
        {
            "name": "last",
            "label": "Last",
            "type": "string",
            "nullable": True,
            "write": "server",
            "derived": {"how": "latest", "child": "Visit", "ref": "room", "field": "reason"},
        },
    ],
    public=True,
    writers=["doctor"],
)
VISIT = _entity(
    "Visit",
    "visits",
    "reason",
    [
        {"name": "reason", "label": "Reason", "type": "string", "required": True, "max_length": 80},
        {"name": "room", "label": "Room", "type": "ref", "ref": "Room", "required": True},
        {"name": "urgent", "label": "Urgent", "type": "boolean", "required": True},
        {
            "name": "stars",
            "label": "Stars",
            "type": "integer",
            "nullable": True,
            "min": 1,
            "max": 5,
        },
        {"name": "starts", "label": "Starts", "type": "datetime", "required": True},
        {"name": "ends", "label": "Ends", "type": "datetime", "required": True},
        {
            "name": "state",
            "label": "State",
            "type": "enum",
            "values": ["asked", "done"],
            "default": "asked",
            "write": "server",
        },
        OWNER,
    ],
    owner="patient",
    own_page=False,
)
SUPPLY = _entity(
    "Supply",
    "supplies",
    "label",
    [
        {"name": "label", "label": "Label", "type": "string", "required": True, "max_length": 60},
        {"name": "room", "label": "Room", "type": "ref", "ref": "Room", "required": True},
        {
            "name": "quantity",
            "label": "Quantity",
            "type": "integer",
            "required": True,
            "min": -100,
            "max": 100,
        },
    ],
    append_only=True,
    writers=["doctor"],
)
REVIEW = _entity(
    "Review",
    "reviews",
    "text",
    [
        {"name": "text", "label": "Text", "type": "text", "required": True, "max_length": 500},
        {"name": "room", "label": "Room", "type": "ref", "ref": "Room", "required": True},
        OWNER,
    ],
    owner="patient",
    own_page=False,
)
PLAN = {
    "name": "clinic",
    "title": "Clinic",
    "summary": "Rooms, visits and supplies.",
    "entities": [USER, ROOM, VISIT, SUPPLY, REVIEW],
    "accounts": {"entity": "User", "role": "role"},
    "seed": [
        {
            "entity": "User",
            "values": {
                "name": "The doctor",
                "email": "doctor@clinic.example",
                "password": "a-first-password",
                "role": "doctor",
            },
        },
        {"entity": "Room", "values": {"title": "Entrance", "places": 3}},
    ],
    "invariants": [
        {
            "id": "one_at_a_time",
            "kind": "no_overlap",
            "entity": "Visit",
            "fields": ["room"],
            "start": "starts",
            "end": "ends",
        },
        {
            "id": "places_left",
            "kind": "capacity",
            "entity": "Visit",
            "parent": "room",
            "limit": "places",
            "where": {"urgent": True},
        },
        {
            "id": "never_short",
            "kind": "never_negative",
            "entity": "Supply",
            "parent": "room",
            "derived": "stock",
        },
        {"id": "one_each", "kind": "one_per", "entity": "Review", "fields": ["room", "patient"]},
        {
            "id": "done_once",
            "kind": "transition",
            "entity": "Visit",
            "field": "state",
            "before": "asked",
            "after": "done",
            "operation": "finishVisit",
        },
    ],
    "totals": [
        {
            "operation": "feesPerMonth",
            "entity": "Room",
            "by": "since",
            "per": "month",
            "how": "sum",
            "field": "fee",
        },
        {"operation": "roomsPerKind", "entity": "Room", "by": "kind"},
        {"operation": "visitsPerDay", "entity": "Visit", "by": "starts", "per": "day"},
    ],
    "operations": [
        {
            "id": "finishVisit",
            "method": "POST",
            "path": "/visits/{id}/finish",
            "summary": "Finish a visit",
            "tag": "Visit",
            "success": 200,
            "parameters": [
                {
                    "name": "id",
                    "location": "path",
                    "required": True,
                    "json_schema": {"type": "integer", "minimum": 1},
                }
            ],
            "response": {"$ref": "#/components/schemas/Visit"},
            "access": {"roles": []},
            "errors": [
                {"status": 401, "when": "the token is missing or invalid"},
                {"status": 404, "when": "there is no such visit"},
                {"status": 409, "when": "it is finished already"},
            ],
        },
        {
            "id": "tidyUp",
            "method": "POST",
            "path": "/tidy",
            "summary": "Tidy up",
            "tag": "Room",
            "success": 204,
            "access": {"roles": ["doctor"]},
            "errors": [
                {"status": 401, "when": "the token is missing or invalid"},
                {"status": 403, "when": "the account is no doctor's"},
            ],
        },
    ],
}


def clinic(**changes: Any) -> SystemPlan:
    """The accepted plan, with keys of the whole replaced."""
    return accept_plan(PLAN | changes)


def doctor(talk: Talk) -> object:
    sent = {"email": "doctor@clinic.example", "password": "a-first-password"}
    return talk.ask("POST", "/login", sent).body["token"]


def patient(talk: Talk, name: str) -> object:
    sent = {"name": name, "email": f"{name}@example.org", "password": f"{name}-password"}
    return talk.ask("POST", "/register", sent).body["token"]


def a_visit(talk: Talk, **more: object) -> dict[str, object]:
    times = {"starts": "2031-03-10T10:00:00Z", "ends": "2031-03-10T11:00:00Z"}
    return {"reason": "cough", "room": RecordId("Room", 1), "urgent": True, **times, **more}
