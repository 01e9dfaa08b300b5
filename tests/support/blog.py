"""A plan of posts with tags: a many-to-many reference between two entities."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

TAG: dict[str, Any] = {
    "name": "Tag",
    "plural": "tags",
    "labels": {"singular": "Tag", "plural": "Tags"},
    "display_field": "name",
    "fields": [
        {
            "name": "name",
            "label": "Name",
            "type": "string",
            "required": True,
            "unique": True,
            "max_length": 40,
        }
    ],
}
POST: dict[str, Any] = {
    "name": "Post",
    "plural": "posts",
    "labels": {"singular": "Post", "plural": "Posts"},
    "display_field": "title",
    "fields": [
        {"name": "title", "label": "Title", "type": "string", "required": True, "max_length": 120},
        {"name": "text", "label": "Text", "type": "text", "nullable": True, "max_length": 2000},
        {"name": "keywords", "label": "Keywords", "type": "list", "max_length": 40},
        {"name": "tags", "label": "Tags", "type": "refs", "ref": "Tag"},
    ],
}


def blog(storage: str = "sqlite") -> SystemPlan:
    """The accepted plan."""
    return accept_plan(
        {
            "name": "blog",
            "title": "Blog",
            "summary": "Posts with tags.",
            "storage": storage,
            "requirements": [{"id": "R1", "text": "posts have tags", "kind": "look"}],
            "entities": [POST, TAG],
        }
    )
