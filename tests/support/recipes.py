"""Recipes with ingredients that a search covers; with `chef`, a text of the server's too."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

CHEF = {
    "name": "chef",
    "label": "Chef",
    "type": "string",
    "nullable": True,
    "write": "server",
    "computed": "who cooks it best",
    "searched": True,
}


def recipes(*, chef: bool = False, storage: str = "sqlite") -> SystemPlan:
    """The plan."""
    fields: list[dict[str, Any]] = [
        {"name": "title", "label": "Title", "type": "string", "required": True},
        {"name": "ingredients", "label": "Ingredients", "type": "list", "searched": True},
        {"name": "tags", "label": "Tags", "type": "list"},
    ]
    recipe = {
        "name": "Recipe",
        "plural": "recipes",
        "display_field": "title",
        "labels": {"singular": "Recipe", "plural": "Recipes"},
        "fields": [*fields, *([CHEF] if chef else [])],
    }
    return accept_plan(
        {
            "name": "recipes",
            "title": "Recipes",
            "summary": "Recipes",
            "storage": storage,
            "requirements": [{"id": "R1", "text": "People keep recipes", "kind": "manual"}],
            "entities": [recipe],
            "scenarios": [],
        }
    )
