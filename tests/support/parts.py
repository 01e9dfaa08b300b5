"""A plan of records that are seen through another: what belongs to a customer's ticket."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import STAMPS
from tests.support.desk import ACCOUNT, TICKET
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

EVERYTHING = ["create", "read", "list", "replace", "patch", "delete", "clear"]
# Its author alone changes it; whoever sees the ticket reads it.
COMMENT: dict[str, Any] = {
    "name": "Comment",
    "plural": "comments",
    "labels": {"singular": "Comment", "plural": "Comments"},
    "display_field": "text",
    "part_of": "ticket_id",
    "owner": "author",
    "offers": EVERYTHING,
    "fields": [
        {"name": "text", "label": "Text", "type": "string", "required": True, "max_length": 90},
        {
            "name": "tone",
            "label": "Tone",
            "type": "enum",
            "values": ["calm", "cross"],
            "default": "calm",
        },
        {"name": "ticket_id", "label": "Ticket", "type": "ref", "ref": "Ticket", "required": True},
        {"name": "author", "label": "Author", "type": "ref", "ref": "Account", "write": "server"},
        *STAMPS,
    ],
}
# Part of a part, without an owner.
FILE: dict[str, Any] = {
    "name": "Attachment",
    "plural": "attachments",
    "labels": {"singular": "Attachment", "plural": "Attachments"},
    "display_field": "title",
    "part_of": "comment_id",
    "offers": EVERYTHING,
    "fields": [
        {"name": "title", "label": "Title", "type": "string", "required": True, "max_length": 60},
        {
            "name": "comment_id",
            "label": "Comment",
            "type": "ref",
            "ref": "Comment",
            "required": True,
        },
    ],
}
# What agents plan for a ticket, one a day.
VISIT: dict[str, Any] = {
    "name": "Visit",
    "plural": "visits",
    "labels": {"singular": "Visit", "plural": "Visits"},
    "display_field": "purpose",
    "part_of": "ticket_id",
    "writers": ["agent"],
    "fields": [
        {
            "name": "purpose",
            "label": "Purpose",
            "type": "string",
            "required": True,
            "max_length": 60,
        },
        {"name": "day", "label": "Day", "type": "date", "required": True},
        {"name": "ticket_id", "label": "Ticket", "type": "ref", "ref": "Ticket", "required": True},
    ],
}
COUNT = {
    "name": "comments",
    "label": "Number of comments",
    "type": "integer",
    "write": "server",
    "derived": {"how": "count", "child": "Comment", "ref": "ticket_id"},
}


def parts_as_planned() -> dict[str, Any]:
    """The plan as a planner writes it."""
    return {
        "name": "helpdesk",
        "title": "Help desk",
        "summary": "Tickets of customers, and what belongs to them",
        "requirements": [{"id": "R1", "text": "Customers write tickets", "kind": "manual"}],
        "entities": [
            ACCOUNT,
            TICKET | {"fields": [*TICKET["fields"], COUNT]},
            COMMENT,
            FILE,
            VISIT,
        ],
        "accounts": {
            "entity": "Account",
            "login": "email",
            "password": "password",
            "role": "role",
        },
        "invariants": [
            {
                "id": "one_a_day",
                "kind": "one_per",
                "entity": "Visit",
                "fields": ["ticket_id", "day"],
            }
        ],
        "totals": [
            {"operation": "countComments", "entity": "Comment", "by": "tone", "how": "count"},
            {
                "operation": "countVisits",
                "entity": "Visit",
                "by": "day",
                "per": "month",
                "how": "count",
            },
        ],
        "seed": [
            {
                "entity": "Account",
                "values": {
                    "email": "agent@desk.example",
                    "password": "agent-password",
                    "role": "agent",
                },
            }
        ],
        "scenarios": [],
    }


def parts() -> SystemPlan:
    """Comments and visits of tickets, and attachments of comments."""
    return accept_plan(parts_as_planned())
