"""A plan of the kinds of field that other plans of the tests have not: the workshop."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

TAG = {
    "name": "Tag",
    "plural": "tags",
    "labels": {"singular": "Tag", "plural": "Tags"},
    "display_field": "name",
    "fields": [{"name": "name", "label": "Name", "type": "string", "required": True}],
}
TOOL: dict[str, Any] = {
    "name": "Tool",
    "plural": "tools",
    "labels": {"singular": "Tool", "plural": "Tools"},
    "display_field": "name",
    "fields": [
        {"name": "name", "label": "Name", "type": "string", "required": True},
        {
            "name": "serial",
            "label": "Serial",
            "type": "string",
            "required": True,
            "write": "create_only",
            "max_length": 40,
        },
        {"name": "shelf", "label": "Shelf", "type": "integer", "required": True, "nullable": True},
        {"name": "bought", "label": "Bought", "type": "datetime", "unique": True, "nullable": True},
        {"name": "price", "label": "Price", "type": "decimal", "unique": True, "nullable": True},
        {"name": "tags", "label": "Tags", "type": "refs", "ref": "Tag"},
    ],
}


def workshop() -> SystemPlan:
    """The accepted plan."""
    return accept_plan(
        {
            "name": "workshop",
            "title": "Workshop",
            "summary": "Tools with tags.",
            "requirements": [{"id": "R1", "text": "tools are kept", "kind": "look"}],
            "entities": [TAG, TOOL],
            "seed": [
                {"entity": "Tag", "values": {"name": "Steel"}},
                {
                    "entity": "Tool",
                    "values": {"name": "Anvil", "serial": "A1", "shelf": 1, "tags": [1]},
                },
            ],
        }
    )
