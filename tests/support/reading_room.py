"""A client's document of articles: registering signs nobody in, nothing says who one is, and only a change publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

DOCUMENT = Path(__file__).with_suffix(".yaml")

WRITER: dict[str, Any] = {
    "name": "Writer",
    "plural": "writers",
    "labels": {"singular": "Writer", "plural": "Writers"},
    "display_field": "display_name",
    "own_page": False,
    "timestamps": False,
    "fields": [
        {
            "name": "email",
            "label": "E-mail",
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
            "maxLength": 72,
        },
        {
            "name": "display_name",
            "label": "Name",
            "type": "string",
            "required": True,
            "minLength": 1,
            "maxLength": 60,
        },
    ],
}
ARTICLE: dict[str, Any] = {
    "name": "Article",
    "plural": "articles",
    "labels": {"singular": "Article", "plural": "Articles"},
    "display_field": "title",
    "id": "slug",
    "fields": [
        {
            "name": "title",
            "label": "Title",
            "type": "string",
            "required": True,
            "minLength": 1,
            "maxLength": 120,
        },
        {
            "name": "body",
            "label": "Text",
            "type": "text",
            "required": True,
            "minLength": 1,
            "maxLength": 20000,
        },
        {
            "name": "topic",
            "label": "Topic",
            "type": "enum",
            "required": True,
            "enum": ["science", "travel", "food", "books"],
        },
        {
            "name": "published",
            "label": "Published",
            "type": "boolean",
            "default": False,
            "write": "change_only",
        },
    ],
}
BINDINGS: list[dict[str, Any]] = [
    {
        "entity": "Article",
        "role": "create",
        "operation": "createArticle",
        "body_out": "/data",
        "id_out": "/slug",
    },
    {
        "entity": "Article",
        "role": "patch",
        "operation": "changeArticle",
        "body_out": "/data",
        "id_out": "/slug",
        "id_param": "slug",
    },
    {
        "entity": "Article",
        "role": "read",
        "operation": "getArticle",
        "body_out": "/data",
        "id_out": "/slug",
        "id_param": "slug",
    },
]
ACCOUNTS: dict[str, Any] = {
    "entity": "Writer",
    "register_operation": "register",
    "login_operation": "signIn",
    "me_operation": None,
    "registering_signs_in": False,
    "registered_record": "/data",
    "token": "/data/token",
    "record": "/data/writer",
}


def reading_room(*, operations: Sequence[Mapping[str, Any]] = (), **accounts: Any) -> SystemPlan:
    """The accepted plan; members replace those of its accounts. Raises `ImpossiblePlan`."""
    data: dict[str, Any] = {
        "name": "reading-room",
        "title": "Reading room",
        "summary": "Articles by topic.",
        "requirements": [{"id": "R1", "text": "articles are read", "kind": "look"}],
        "entities": [WRITER, ARTICLE],
        "bindings": BINDINGS,
        "operations": [*operations],
        "accounts": {**ACCOUNTS, **accounts},
        "error_profile": {
            "media_type": "application/json",
            "message": "/error/message",
            "field_pointer": "/error/fields/{field}",
        },
    }
    return accept_plan(data, DOCUMENT.read_text(encoding="utf-8"))
