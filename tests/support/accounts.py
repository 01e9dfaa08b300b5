"""The entity of accounts that test plans share, as a plan writes it."""

from __future__ import annotations

from typing import Any

STAMPS: list[dict[str, Any]] = [
    {"name": "created_at", "label": "Created", "type": "datetime", "write": "server"},
    {"name": "updated_at", "label": "Updated", "type": "datetime", "write": "server"},
]


def account_entity(
    *roles: str,
    name: str = "Account",
    email: str = "Email",
    longest: int | None = 72,
    before: list[dict[str, Any]] | None = None,
    after: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """Accounts with an email and a password, and a role if there are any: the first is a newcomer's.

    `email` is that field's label, `longest` a password's greatest length, None for no limit. The
    fields `before` and `after` are the entity's others.
    """
    password = {
        "name": "password",
        "label": "Password",
        "type": "string",
        "required": True,
        "secret": True,
        "min_length": 8,
    }
    role = {
        "name": "role",
        "label": "Role",
        "type": "enum",
        "values": [*roles],
        "default": next(iter(roles), ""),
        "write": "server",
    }
    return {
        "name": name,
        "plural": f"{name.lower()}s",
        "labels": {"singular": name, "plural": f"{name}s"},
        "display_field": "email" if not before else before[0]["name"],
        "own_page": False,
        "fields": [
            *(before or []),
            {"name": "email", "label": email, "type": "email", "required": True, "unique": True},
            password if longest is None else {**password, "max_length": longest},
            *([role] if roles else []),
            *(after or []),
        ],
    }
