"""A plan for pages: three entities with a field of every type that a form of the scaffold has."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

_STAMPS = [
    {"name": "created_at", "label": "Created", "type": "datetime", "write": "server"},
    {"name": "updated_at", "label": "Updated", "type": "datetime", "write": "server"},
]


def _entity(name: str, plural: str, display: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "plural": plural,
        "labels": {"singular": name, "plural": plural.title()},
        "display_field": display,
        "fields": [*fields, *_STAMPS],
    }


TOOL = _entity(
    "Tool",
    "tools",
    "name",
    [
        {"name": "name", "label": "Name", "type": "string", "required": True, "max_length": 80},
        {
            "name": "kind",
            "label": "Kind",
            "type": "enum",
            "values": ["hand", "power", "garden"],
            "nullable": True,
        },
        {"name": "lent_out", "label": "Lent out", "type": "boolean", "default": False},
        {"name": "price", "label": "Price", "type": "decimal", "nullable": True},
        {"name": "weight", "label": "Weight", "type": "integer", "nullable": True, "min": 0},
    ],
)
MEMBER = _entity(
    "Member",
    "members",
    "name",
    [
        {"name": "name", "label": "Name", "type": "string", "required": True, "max_length": 80},
        {"name": "email", "label": "Email", "type": "email", "required": True, "unique": True},
        {"name": "joined", "label": "Joined", "type": "date", "nullable": True},
        {
            "name": "standing",
            "label": "Standing",
            "type": "enum",
            "values": ["active", "barred"],
            "default": "active",
            "write": "server",
        },
    ],
)
LOAN = _entity(
    "Loan",
    "loans",
    "purpose",
    [
        {
            "name": "purpose",
            "label": "Purpose",
            "type": "string",
            "required": True,
            "max_length": 80,
        },
        {"name": "tool", "label": "Tool", "type": "ref", "ref": "Tool", "required": True},
        {"name": "member", "label": "Member", "type": "ref", "ref": "Member", "nullable": True},
        {
            "name": "state",
            "label": "State",
            "type": "enum",
            "values": ["asked", "lent", "returned"],
            "default": "asked",
        },
        {"name": "urgent", "label": "Urgent", "type": "boolean", "default": False},
        {"name": "due", "label": "Due", "type": "date", "required": True},
        {"name": "picked_up", "label": "Picked up", "type": "datetime", "nullable": True},
        {"name": "fee", "label": "Fee", "type": "number", "nullable": True, "min": 0},
        {"name": "remark", "label": "Remark", "type": "text", "nullable": True, "max_length": 300},
    ],
)
PLAN = {
    "name": "lending",
    "title": "Lending",
    "summary": "Tools, members and loans.",
    "storage": "memory",
    "entities": [TOOL, MEMBER, LOAN],
    "invariants": [
        {
            "id": "barring",
            "kind": "transition",
            "entity": "Member",
            "field": "standing",
            "before": "active",
            "after": "barred",
            "operation": "barMember",
        }
    ],
    "operations": [
        {
            "id": "barMember",
            "method": "POST",
            "path": "/members/{id}/bar",
            "summary": "Bar",
            "tags": ["Member"],
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
            ],
            "success": 200,
            "response": {"$ref": "#/components/schemas/Member"},
            "errors": [{"status": 409, "when": "the member is barred already"}],
        }
    ],
}


def lending(**changes: Any) -> SystemPlan:
    """The accepted plan, with keys of the whole replaced."""
    return accept_plan(PLAN | changes)
