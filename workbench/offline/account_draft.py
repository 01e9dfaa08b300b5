"""The parts of a plan for accounts: the entity of accounts, roles, owners, and the first accounts."""

from __future__ import annotations

from typing import Any

from workbench.offline.reading.ideas import EntityIdea, Understanding
from workbench.plan.access import ACCOUNT_SCHEMAS
from workbench.plan.names import pascal

NEWCOMER = "member"
NAMES = (("User", "users"), ("Account", "accounts"), ("Login", "logins"))
OWNER, OWNER_LABEL = "owner_id", "Owner"


def account_parts(read: Understanding, server_fields: list[dict[str, Any]]) -> dict[str, Any]:
    """The plan's `accounts` and `seed`, and the entity of accounts under `entity`.

    Says in `read.assumptions` which accounts are there from the start.
    """
    taken = {entity.name for entity in read.entities} | {entity.plural for entity in read.entities}
    name, plural = next(pair for pair in NAMES if not taken & {*pair})
    fields: list[dict[str, Any]] = [
        {
            "name": "email",
            "label": "Email",
            "type": "email",
            "required": True,
            "unique": True,
            "minLength": 1,
            "maxLength": 200,
        },
        {
            "name": "password",
            "label": "Password",
            "type": "string",
            "required": True,
            "secret": True,
            "minLength": 8,
            "maxLength": 200,
        },
    ]
    accounts = {"entity": name}
    if read.roles:
        newcomer = NEWCOMER if NEWCOMER not in read.roles else "user"
        fields.append(
            {
                "name": "role",
                "label": "Role",
                "type": "enum",
                "write": "server",
                "enum": [newcomer, *read.roles],
                "default": newcomer,
            }
        )
        accounts["role"] = "role"
    entity = {
        "name": name,
        "plural": plural,
        "labels": {"singular": "Account", "plural": "Accounts"},
        "display_field": "email",
        "own_page": False,
        "fields": fields + server_fields,
    }
    return {
        "entity": entity,
        "accounts": accounts,
        "seed": [_seed(name, role, read) for role in read.roles],
    }


def keep_apart(entities: list[EntityIdea]) -> None:
    """Gives another name to entities that are called as a schema of the accounts."""
    for entity in entities:
        if entity.name in ACCOUNT_SCHEMAS:
            before, entity.name = entity.name, pascal(entity.name + " item")
            for other in entities:
                for field in other.fields:
                    field.target = entity.name if field.target == before else field.target


def ownership(entity: EntityIdea, account: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The keys and the fields that an entity has besides, if accounts are asked for."""
    keys: dict[str, Any] = {}
    if entity.restricted:
        keys["operation_roles"] = {action: [role] for action, role in entity.restricted.items()}
    if not entity.owned:
        return keys, []
    taken = {field.name for field in entity.fields}
    name = OWNER if OWNER not in taken else f"{OWNER}_2"
    owner = {"name": name, "label": OWNER_LABEL, "type": "ref", "ref": account, "write": "server"}
    return {**keys, "owner": name}, [owner]


def _seed(entity: str, role: str, read: Understanding) -> dict[str, Any]:
    email, password = f"{role}@example.com", f"{role}-password-1"
    read.assumptions.append(
        f"There is an account for the {role} from the start: {email} with the password {password}, "
        f"unless {role.upper()}_PASSWORD sets another."
    )
    return {"entity": entity, "values": {"email": email, "password": password, "role": role}}
