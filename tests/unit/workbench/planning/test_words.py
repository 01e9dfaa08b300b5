"""The plan in words says everything that its user has to agree to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.accounts import account_entity
from workbench.planning.acceptance import accept_plan
from workbench.planning.words.moments import duration, with_moments
from workbench.planning.words.plan import plan_in_words

ACCOUNT = account_entity("guest", "clerk")
SLOT = {
    "name": "Slot",
    "plural": "slots",
    "display_field": "room",
    "labels": {"singular": "Slot", "plural": "Slots"},
    "writers": ["clerk"],
    "public": True,
    "fields": [
        {"name": "room", "label": "Room", "type": "string", "required": True},
        {"name": "starts_at", "label": "Starts at", "type": "datetime", "required": True},
        {"name": "places", "label": "Places", "type": "integer", "required": True, "minimum": 1},
        {
            "name": "free",
            "label": "Free places",
            "type": "integer",
            "write": "server",
            "computed": "places minus the open bookings",
        },
    ],
}
BOOKING = {
    "name": "Booking",
    "plural": "bookings",
    "display_field": "note",
    "owner": "account_id",
    "seen_by": ["clerk"],
    "labels": {"singular": "Booking", "plural": "Bookings"},
    "operation_roles": {"delete": ["clerk"]},
    "timestamps": True,
    "fields": [
        {"name": "note", "label": "Note", "type": "string", "required": True},
        {"name": "slot_id", "label": "Slot", "type": "ref", "ref": "Slot", "required": True},
        {"name": "price", "label": "Price", "type": "integer", "money": True, "required": True},
        {
            "name": "paid",
            "label": "Paid",
            "type": "boolean",
            "write": "server",
            "default": False,
            "filtered": True,
        },
        {
            "name": "kind",
            "label": "Kind",
            "type": "enum",
            "enum": ["private", "insured"],
            "required": True,
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
OFFER: dict[str, Any] = {
    "operationId": "offerSlot",
    "method": "POST",
    "path": "/slots/{id}/offer",
    "summary": "Offer a slot",
    "description": "The first of the waiting list is asked.\nThe others move up.",
    "responses": {"204": {"description": "done"}},
    "access": {"roles": ["clerk"]},
    "refuses": [{"status": 409, "when": "nobody waits"}],
}
PAY: dict[str, Any] = {
    "operationId": "payBooking",
    "method": "POST",
    "path": "/bookings/{id}/pay",
    "summary": "Pay a booking",
    "responses": {
        "200": {
            "description": "paid",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Booking"}}},
        }
    },
    "access": {"roles": ["clerk"]},
}
STEPS: list[dict[str, Any]] = [
    {
        "kind": "http",
        "as_account": "clerk",
        "method": "POST",
        "path": "/slots",
        "body": {"room": "A", "starts_at": "{{now+90000}}", "places": 1},
        "expect": {
            "status": [201],
            "body": [
                {"pointer": "/free", "op": "present"},
                {"pointer": "/room", "op": "equals", "value": "A"},
            ],
        },
        "capture": {"slot": "/id"},
    },
    {"kind": "clock", "later": 93_600},
    {
        "kind": "http",
        "method": "GET",
        "path": "/slots/{{slot}}",
        "headers": {"Accept": "application/json"},
        "expect": {"status": [200]},
    },
]


@pytest.fixture(scope="module")
def words() -> str:
    plan = {
        "name": "practice",
        "title": "Practice",
        "summary": "Slots and bookings.",
        "currency": "EUR",
        "fake_now_env": "APP_NOW",
        "requirements": [
            {"id": "R1", "text": "Slots are offered", "kind": "api", "quotes": ["slots"]},
            {"id": "R2", "text": "It is pretty", "kind": "look", "quotes": []},
        ],
        "assumptions": ["A booking has a price."],
        "entities": [ACCOUNT, SLOT, BOOKING],
        "operations": [OFFER, PAY],
        "invariants": [
            {
                "id": "full",
                "kind": "capacity",
                "entity": "Booking",
                "parent": "slot_id",
                "limit": "places",
                "where": {"kind": "private"},
            },
            {
                "id": "pay",
                "kind": "transition",
                "entity": "Booking",
                "field": "paid",
                "before": False,
                "after": True,
                "operation": "payBooking",
            },
        ],
        "totals": [
            {
                "operation": "incomePerMonth",
                "entity": "Booking",
                "by": "created_at",
                "per": "month",
                "how": "sum",
                "field": "price",
                "where": {"paid": [True]},
            }
        ],
        "seed": [
            {
                "entity": "Account",
                "values": {
                    "email": "clerk@practice.example",
                    "password": "a-first-password",
                    "role": "clerk",
                },
            }
        ],
        "scenarios": [
            {"id": "offered", "requirement": "R1", "title": "a slot is offered", "steps": STEPS}
        ],
        "accounts": {
            "entity": "Account",
            "login": "email",
            "password": "password",
            "role": "role",
        },
    }
    return plan_in_words(accept_plan(plan), "slots that are pretty")


@pytest.mark.parametrize(
    "line",
    [
        "  Slot (Slot, in lists: Slots); read by everybody; written by clerk",
        "; belongs to the account in account_id; seen by that account and clerk; delete only by clerk",
        "    Places (places): integer, required, minimum 1\n",
        "    Free places (free): integer, written by the server, computed: places minus the open bookings",
        "    Price (price): amount in the smallest unit of EUR, required",
        "  full: the record in slot_id has at most places Booking records where kind is private",
        "  pay: payBooking moves paid of a Booking from false to true, and from nothing else",
        "(the sum of price of Booking records per month of created_at where paid is true",
        "    The first of the waiting list is asked. The others move up.",
        "    rejected with 409: nobody waits",
        "  POST /login: Sign in (accounts)",
        '"starts_at": "(1 day 1 hour after the start)"',
        "→ 201, /free present, /room equals A; slot is /id",
        "the server restarts, 1 day 2 hours after the start",
        'and the headers {"Accept": "application/json"}',
        "There from the first start\n  Account:",
        "    nothing proves it (look)",
        "Not proven by anything\n  R2 It is pretty",
    ],
)
def test_it_says(words: str, line: str) -> None:
    assert line in words


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (120, "2 minutes"),
        (90_061, "1 day 1 hour 1 minute 1 second"),
        (0, "0 seconds"),
    ],
)
def test_durations_are_in_their_largest_units(seconds: int, text: str) -> None:
    assert duration(seconds) == text


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{now}}", "(the start)"),
        ("from {{now-3600}} on", "from (1 hour before the start) on"),
        ("{{today+1}}", "(1 day after the day of the start)"),
        ("{{slot}}", "{{slot}}"),
    ],
)
def test_moments_are_said_by_their_distance(text: str, wanted: str) -> None:
    assert with_moments(text) == wanted
