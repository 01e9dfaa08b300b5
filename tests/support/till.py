"""Products with prices: amounts of money in the smallest unit, in whole units on the page."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

PRICE: dict[str, Any] = {
    "name": "price",
    "label": "Price",
    "type": "integer",
    "money": True,
    "required": True,
    "minimum": 0,
    "maximum": 500_000,
}
PLAN: dict[str, Any] = {
    "name": "till",
    "title": "Till",
    "summary": "Products with prices.",
    "currency": "EUR",
    "storage": "memory",
    "entities": [
        {
            "name": "Product",
            "plural": "products",
            "labels": {"singular": "Product", "plural": "Products"},
            "display_field": "name",
            "fields": [
                {"name": "name", "label": "Name", "type": "string", "required": True},
                PRICE,
                {
                    "name": "deposit",
                    "label": "Deposit",
                    "type": "integer",
                    "money": True,
                    "nullable": True,
                },
                {"name": "stock", "label": "Stock", "type": "integer", "required": True},
            ],
        }
    ],
    "requirements": [{"id": "R1", "text": "Products have a price in euros.", "kind": "ui"}],
    "scenarios": [
        {
            "id": "priced",
            "title": "A price is typed and shown in euros",
            "requirement": "R1",
            "steps": [
                {"kind": "ui", "action": "goto", "route": "/products"},
                {"kind": "ui", "action": "click", "name": "New product"},
                {"kind": "ui", "action": "fill", "label": "Name", "value": "Tea"},
                {"kind": "ui", "action": "fill", "label": "Price", "value": "12.50"},
                {"kind": "ui", "action": "fill", "label": "Stock", "value": "3"},
                {"kind": "ui", "action": "click", "name": "Save"},
                {"kind": "ui", "action": "expect_text", "value": "12.50"},
                {
                    "kind": "http",
                    "method": "GET",
                    "path": "/products",
                    "expect": {
                        "status": [200],
                        "body": [{"pointer": "/0/price", "op": "equals", "value": 1250}],
                    },
                },
            ],
        }
    ],
}


def till() -> SystemPlan:
    """The plan."""
    return accept_plan(PLAN)
