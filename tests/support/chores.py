"""A plan that uses what an entity may offer beside the usual: changes in part, clearing, orders, no timestamps."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

ALL = ["create", "read", "list", "replace", "patch", "delete", "clear"]


def _entity(name: str, plural: str, fields: list[dict[str, Any]], **keys: Any) -> dict[str, Any]:
    labels = {"singular": name, "plural": plural.capitalize()}
    return {"name": name, "plural": plural, "labels": labels, "fields": fields, **keys}


def chores(storage: str = "sqlite", origin: str = "split") -> SystemPlan:
    """A household's chores: lists of one's own, chores on them, rooms that an admin clears."""
    person = _entity(
        "Person",
        "people",
        [
            {"name": "name", "label": "Name", "type": "string", "required": True, "maxLength": 60},
            {
                "name": "email",
                "label": "Email",
                "type": "email",
                "required": True,
                "unique": True,
                "maxLength": 200,
            },
            {
                "name": "password",
                "label": "Password",
                "type": "string",
                "required": True,
                "secret": True,
                "minLength": 8,
                "maxLength": 100,
            },
            {
                "name": "role",
                "label": "Role",
                "type": "enum",
                "enum": ["member", "admin"],
                "default": "member",
                "write": "server",
            },
        ],
        display_field="name",
        own_page=False,
    )
    room = _entity(
        "Room",
        "rooms",
        [
            {
                "name": "name",
                "label": "Name",
                "type": "string",
                "required": True,
                "unique": True,
                "maxLength": 40,
            },
            {
                "name": "floor",
                "label": "Floor",
                "type": "integer",
                "nullable": True,
                "minimum": -2,
                "maximum": 50,
            },
        ],
        display_field="name",
        offers=ALL,
        timestamps=False,
        default_sort="name",
        operation_roles={"clear": ["admin"]},
    )
    chore = _entity(
        "Chore",
        "chores",
        [
            {
                "name": "title",
                "label": "Title",
                "type": "string",
                "required": True,
                "minLength": 2,
                "maxLength": 80,
            },
            {"name": "note", "label": "Note", "type": "text", "nullable": True, "maxLength": 300},
            {
                "name": "effort",
                "label": "Effort",
                "type": "integer",
                "required": True,
                "minimum": 1,
                "maximum": 100,
            },
            {"name": "due_at", "label": "Due", "type": "datetime", "nullable": True},
            {"name": "starts_at", "label": "Starts", "type": "datetime", "required": True},
            {
                "name": "state",
                "label": "State",
                "type": "enum",
                "enum": ["open", "done"],
                "default": "open",
            },
            {"name": "urgent", "label": "Urgent", "type": "boolean", "default": False},
            {"name": "room_id", "label": "Room", "type": "ref", "ref": "Room", "nullable": True},
            {"name": "after_id", "label": "After", "type": "ref", "ref": "Chore", "nullable": True},
            {
                "name": "person_id",
                "label": "Person",
                "type": "ref",
                "ref": "Person",
                "required": True,
                "write": "server",
            },
        ],
        display_field="title",
        owner="person_id",
        timestamps=False,
        default_sort="-effort",
        offers=[role for role in ALL if role != "replace"],
    )
    stamp = _entity(
        "Stamp",
        "stamps",
        [{"name": "text", "label": "Text", "type": "string", "required": True, "maxLength": 40}],
        display_field="text",
        timestamps=True,
        offers=["create", "read", "list", "patch", "clear"],
        public=True,
    )
    return accept_plan(
        {
            "name": "chores",
            "title": "Chores",
            "summary": "A household's chores",
            "storage": storage,
            "origin": origin,
            "entities": [person, room, chore, stamp],
            "accounts": {"entity": "Person", "role": "role"},
            "seed": [
                {
                    "entity": "Person",
                    "values": {
                        "name": "Ann",
                        "email": "ann@chores.example",
                        "password": "a-first-password",
                        "role": "admin",
                    },
                }
            ],
        }
    )
