"""What only a create writes: a replace that leaves it out, or has another value, keeps it or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.talking import Talk
from workbench.planning.acceptance import accept_plan

PLAN: dict[str, Any] = {
    "name": "cart",
    "title": "Cart",
    "summary": "Lines of a cart.",
    "entities": [
        {
            "name": "Line",
            "plural": "lines",
            "labels": {"singular": "Line", "plural": "Lines"},
            "display_field": "product",
            "fields": [
                {
                    "name": "product",
                    "label": "Product",
                    "type": "string",
                    "required": True,
                    "write": "create_only",
                },
                {"name": "note", "label": "Note", "type": "string", "write": "create_only"},
                {"name": "quantity", "label": "Quantity", "type": "integer", "required": True},
            ],
        }
    ],
}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"product": "tea"}, {200}),
        ({}, {200, 422}),
        ({"product": None}, {200, 422}),
        ({"product": "soap"}, {200, 422}),
        ({"product": "tea", "note": "other"}, {200, 422}),
    ],
)
def test_a_replace(sent: dict[str, object], status: set[int]) -> None:
    talk = Talk(accept_plan(PLAN))
    line = talk.make("/lines", {"product": "tea", "quantity": 1})
    assert talk.status("PUT", f"/lines/{line}", {**sent, "quantity": 2}) == status
