"""A plan in which no role may make everything: customers bring bikes, mechanics say what they did."""

from __future__ import annotations

from typing import Any

from tests.support.accounts import account_entity
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

ACCOUNT = account_entity("customer", "mechanic", "admin", name="User", email="E-mail")
OWNER = {
    "name": "customer_id",
    "label": "Customer",
    "type": "ref",
    "ref": "User",
    "write": "server",
}
BIKE: dict[str, Any] = {
    "name": "Bike",
    "plural": "bikes",
    "labels": {"singular": "Bike", "plural": "Bikes"},
    "display_field": "model",
    "owner": "customer_id",
    "seen_by": ["mechanic"],
    "operation_roles": {"create": ["customer"], "delete": ["customer", "admin"]},
    "fields": [
        {"name": "model", "label": "Model", "type": "string", "required": True, "max_length": 80},
        OWNER,
    ],
}
ORDER: dict[str, Any] = {
    "name": "RepairOrder",
    "plural": "repair_orders",
    "labels": {"singular": "Repair order", "plural": "Repair orders"},
    "display_field": "problem",
    "owner": "customer_id",
    "seen_by": ["mechanic"],
    "operation_roles": {"create": ["customer"], "replace": ["mechanic"], "delete": ["mechanic"]},
    "fields": [
        {
            "name": "problem",
            "label": "Problem",
            "type": "text",
            "required": True,
            "max_length": 500,
        },
        {"name": "bike_id", "label": "Bike", "type": "ref", "ref": "Bike", "required": True},
        {
            "name": "status",
            "label": "Status",
            "type": "enum",
            "values": ["open", "ready"],
            "default": "open",
            "write": "server",
            "filtered": True,
        },
        {
            "name": "lines",
            "label": "Lines",
            "type": "integer",
            "write": "server",
            "derived": {"how": "count", "child": "LineItem", "ref": "order_id"},
        },
        {
            "name": "minutes",
            "label": "Minutes",
            "type": "integer",
            "write": "server",
            "derived": {"how": "sum", "child": "LineItem", "ref": "order_id", "field": "minutes"},
        },
        {
            "name": "total_cents",
            "label": "Total",
            "type": "integer",
            "write": "server",
            "derived": {
                "how": "sum",
                "child": "LineItem",
                "ref": "order_id",
                "field": "amount_cents",
            },
        },
        OWNER,
    ],
}
LINE: dict[str, Any] = {
    "name": "LineItem",
    "plural": "line_items",
    "labels": {"singular": "Line item", "plural": "Line items"},
    "display_field": "work",
    "operation_roles": {"create": ["mechanic"], "replace": ["mechanic"], "delete": ["admin"]},
    "fields": [
        {"name": "work", "label": "Work", "type": "string", "required": True, "max_length": 80},
        {
            "name": "order_id",
            "label": "Order",
            "type": "ref",
            "ref": "RepairOrder",
            "required": True,
        },
        {
            "name": "minutes",
            "label": "Minutes",
            "type": "integer",
            "required": True,
            "minimum": 0,
            "maximum": 600,
        },
        {
            "name": "parts_cents",
            "label": "Parts",
            "type": "integer",
            "required": True,
            "minimum": 0,
            "maximum": 100000,
        },
        {
            "name": "amount_cents",
            "label": "Amount",
            "type": "integer",
            "write": "server",
            "computed": "minutes times 100 plus parts_cents",
        },
    ],
}
CHECK: dict[str, Any] = {
    "name": "Check",
    "plural": "checks",
    "labels": {"singular": "Check", "plural": "Checks"},
    "display_field": "note",
    "operation_roles": {"create": ["admin"]},
    "fields": [
        {"name": "note", "label": "Note", "type": "string", "required": True, "max_length": 80},
        {"name": "line_id", "label": "Line", "type": "ref", "ref": "LineItem", "required": True},
    ],
}
FINISH = {
    "id": "finishRepairOrder",
    "method": "POST",
    "path": "/repair_orders/{id}/finish",
    "tag": "RepairOrder",
    "summary": "Finish a repair",
    "success": 200,
    "access": {"roles": ["mechanic"]},
    "parameters": [
        {
            "name": "id",
            "location": "path",
            "required": True,
            "json_schema": {"type": "integer", "format": "int64", "minimum": 1},
        }
    ],
    "response": {"$ref": "#/components/schemas/RepairOrder"},
}


def repairs(*, lines_stay: bool = False) -> SystemPlan:
    """The bike workshop: what a line costs is said in words, and an order adds the lines up.

    With `lines_stay` nobody changes or deletes a line.
    """
    line = LINE | {"append_only": lines_stay}
    return accept_plan(
        {
            "name": "repairs",
            "title": "Repairs",
            "summary": "Bikes that are repaired",
            "requirements": [{"id": "R1", "text": "Customers bring bikes", "kind": "manual"}],
            "entities": [ACCOUNT, BIKE, ORDER, line, CHECK],
            "accounts": {
                "entity": "User",
                "login": "email",
                "password": "password",
                "role": "role",
            },
            "operations": [FINISH],
            "invariants": [
                {
                    "id": "finished_once",
                    "kind": "transition",
                    "entity": "RepairOrder",
                    "field": "status",
                    "before": "open",
                    "after": "ready",
                    "operation": "finishRepairOrder",
                },
                {
                    "id": "total_never_negative",
                    "kind": "never_negative",
                    "entity": "LineItem",
                    "parent": "order_id",
                    "derived": "total_cents",
                },
            ],
            "totals": [
                {
                    "operation": "countRepairs",
                    "entity": "RepairOrder",
                    "by": "status",
                    "how": "count",
                }
            ],
            "seed": [
                {
                    "entity": "User",
                    "values": {
                        "email": f"{role}@repairs.example",
                        "password": f"{role}-password",
                        "role": role,
                    },
                }
                for role in ("mechanic", "admin")
            ],
            "scenarios": [],
        }
    )
