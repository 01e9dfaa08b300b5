"""A plan in which staff see every record and its owners only their own: the help desk."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import STAMPS, account_entity
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

ACCOUNT = account_entity("customer", "agent", email="E-mail", after=STAMPS)
TICKET: dict[str, Any] = {
    "name": "Ticket",
    "plural": "tickets",
    "labels": {"singular": "Ticket", "plural": "Tickets"},
    "display_field": "subject",
    "owner": "customer",
    "seen_by": ["agent"],
    "operation_roles": {"delete": ["agent"]},
    "fields": [
        {
            "name": "subject",
            "label": "Subject",
            "type": "string",
            "required": True,
            "max_length": 80,
        },
        {
            "name": "priority",
            "label": "Priority",
            "type": "enum",
            "values": ["low", "high"],
            "default": "low",
        },
        {
            "name": "status",
            "label": "Status",
            "type": "enum",
            "values": ["open", "solved", "archived"],
            "default": "open",
            "write": "server",
            "filtered": True,
        },
        {
            "name": "customer",
            "label": "Customer",
            "type": "ref",
            "ref": "Account",
            "write": "server",
        },
        *STAMPS,
    ],
}
COMMENT = {
    "name": "Comment",
    "plural": "comments",
    "labels": {"singular": "Comment", "plural": "Comments"},
    "display_field": "text",
    "append_only": True,
    "owner": "author",
    "seen_by": ["agent"],
    "fields": [
        {"name": "text", "label": "Text", "type": "text", "required": True, "max_length": 500},
        {"name": "ticket", "label": "Ticket", "type": "ref", "ref": "Ticket", "required": True},
        {"name": "author", "label": "Author", "type": "ref", "ref": "Account", "write": "server"},
        *STAMPS,
    ],
}
SOLVE = {
    "id": "solveTicket",
    "method": "POST",
    "path": "/tickets/{id}/solve",
    "tag": "Ticket",
    "summary": "Solve a ticket",
    "success": 200,
    "access": {"roles": ["agent"]},
    "parameters": [
        {
            "name": "id",
            "location": "path",
            "required": True,
            "json_schema": {"type": "integer", "format": "int64", "minimum": 1},
        }
    ],
    "response": {"$ref": "#/components/schemas/Ticket"},
}
ARCHIVE = SOLVE | {
    "id": "archiveTicket",
    "path": "/tickets/{id}/archive",
    "summary": "Archive a solved ticket",
}
LENGTH = {
    "name": "words",
    "label": "Words",
    "type": "integer",
    "write": "server",
    "computed": "the number of words of the subject",
}


def desk(*, computes: bool = False) -> SystemPlan:
    """The help desk; with `computes` a ticket has a value of which the plan only says in words how."""
    ticket: dict[str, Any] = TICKET | {
        "fields": [*([LENGTH] if computes else []), *TICKET["fields"]]
    }
    return accept_plan(
        {
            "name": "desk",
            "title": "Desk",
            "summary": "Tickets of customers",
            "requirements": [{"id": "R1", "text": "Customers write tickets", "kind": "manual"}],
            "entities": [ACCOUNT, ticket, COMMENT],
            "accounts": {
                "entity": "Account",
                "login": "email",
                "password": "password",
                "role": "role",
            },
            "operations": [SOLVE, ARCHIVE],
            "invariants": [
                {
                    "id": "solved_once",
                    "kind": "transition",
                    "entity": "Ticket",
                    "field": "status",
                    "before": "open",
                    "after": "solved",
                    "operation": "solveTicket",
                },
                {
                    "id": "archived_after_solved",
                    "kind": "transition",
                    "entity": "Ticket",
                    "field": "status",
                    "before": "solved",
                    "after": "archived",
                    "operation": "archiveTicket",
                },
            ],
            "totals": [
                {"operation": "countTickets", "entity": "Ticket", "by": "status", "how": "count"}
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
    )
