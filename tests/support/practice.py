"""A plan of seeded rooms, several accounts of one role, logins with a pattern, and places that cancelling frees."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

ACCOUNT: dict[str, Any] = {
    "name": "Account",
    "plural": "accounts",
    "labels": {"singular": "Account", "plural": "Accounts"},
    "display_field": "phone",
    "own_page": False,
    "fields": [
        {
            "name": "phone",
            "label": "Phone",
            "type": "string",
            "required": True,
            "unique": True,
            "pattern": r"^\+[0-9]{8,15}$",
            "examples": ["+4930123456", "+491701234567", "+33123456789"],
        },
        {
            "name": "password",
            "label": "Password",
            "type": "string",
            "required": True,
            "secret": True,
            "minLength": 8,
            "maxLength": 72,
        },
        {
            "name": "role",
            "label": "Role",
            "type": "enum",
            "enum": ["patient", "therapist"],
            "default": "patient",
            "write": "server",
        },
    ],
}
ROOM: dict[str, Any] = {
    "name": "Room",
    "plural": "rooms",
    "labels": {"singular": "Room", "plural": "Rooms"},
    "display_field": "name",
    "offers": ["read", "list"],
    "own_page": False,
    "fields": [{"name": "name", "label": "Name", "type": "string", "required": True}],
}
SLOT: dict[str, Any] = {
    "name": "Slot",
    "plural": "slots",
    "labels": {"singular": "Slot", "plural": "Slots"},
    "display_field": "title",
    "writers": ["therapist"],
    "fields": [
        {"name": "title", "label": "Title", "type": "string", "required": True},
        {"name": "starts_at", "label": "Starts at", "type": "datetime", "required": True},
        {
            "name": "places",
            "label": "Places",
            "type": "integer",
            "required": True,
            "minimum": 1,
            "maximum": 20,
        },
        {"name": "room_id", "label": "Room", "type": "ref", "ref": "Room", "required": True},
        {
            "name": "booked",
            "label": "Booked",
            "type": "integer",
            "write": "server",
            "derived": {
                "how": "count",
                "child": "Booking",
                "ref": "slot_id",
                "where": {"state": "open"},
            },
        },
    ],
}
BOOKING: dict[str, Any] = {
    "name": "Booking",
    "plural": "bookings",
    "labels": {"singular": "Booking", "plural": "Bookings"},
    "display_field": "note",
    "owner": "account_id",
    "seen_by": ["therapist"],
    "fields": [
        {"name": "note", "label": "Note", "type": "string", "required": True},
        {
            "name": "slot_id",
            "label": "Slot",
            "type": "ref",
            "ref": "Slot",
            "required": True,
            "write": "create_only",
        },
        {
            "name": "state",
            "label": "State",
            "type": "enum",
            "enum": ["open", "cancelled"],
            "default": "open",
            "write": "server",
            "filtered": True,
        },
        {
            "name": "account_id",
            "label": "Account",
            "type": "ref",
            "ref": "Account",
            "write": "server",
        },
    ],
}
CANCEL: dict[str, Any] = {
    "operationId": "cancelBooking",
    "method": "POST",
    "path": "/bookings/{id}/cancel",
    "summary": "Cancel a booking",
    "responses": {
        "200": {
            "description": "it",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Booking"}}},
        }
    },
    "access": {"roles": []},
}


def practice() -> SystemPlan:
    """The plan, completed; the scaffold is the whole system."""
    therapists = [
        {"phone": f"+49301111100{number}", "password": f"therapist-{number}", "role": "therapist"}
        for number in (1, 2)
    ]
    seed = [{"entity": "Account", "values": values} for values in therapists]
    seed += [{"entity": "Room", "values": {"name": name}} for name in ("Garden", "Quiet", "Light")]
    return accept_plan(
        {
            "name": "practice",
            "title": "Practice",
            "summary": "Slots in rooms, and bookings of their places.",
            "requirements": [{"id": "R1", "text": "slots are booked", "kind": "manual"}],
            "entities": [ACCOUNT, ROOM, SLOT, BOOKING],
            "operations": [CANCEL],
            "accounts": {
                "entity": "Account",
                "login": "phone",
                "password": "password",
                "role": "role",
            },
            "seed": seed,
            "invariants": [
                {
                    "id": "places",
                    "kind": "capacity",
                    "entity": "Booking",
                    "parent": "slot_id",
                    "limit": "places",
                    "where": {"state": "open"},
                },
                {
                    "id": "cancelling",
                    "kind": "transition",
                    "entity": "Booking",
                    "field": "state",
                    "before": "open",
                    "after": "cancelled",
                    "operation": "cancelBooking",
                },
            ],
        }
    )
