"""What accounts add to other operations, and to the document: access errors, schemas, the token."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.access import CREDENTIALS, SESSION, Accounts, OperationAccess
from workbench.plan.language.operations import ErrorCase, Operation
from workbench.plan.system import BindingRole, Entity, SystemPlan

UNSIGNED = ErrorCase(status=401, when="the token is missing or invalid")
FORBIDDEN = ErrorCase(status=403, when="the account's role may not do it")
READING = frozenset({BindingRole.LIST, BindingRole.READ})


def with_access(
    plan: SystemPlan, entity: Entity, role: BindingRole, operation: Operation
) -> Operation:
    """The operation; it requires an account if the plan has accounts."""
    reads = role in READING
    if plan.accounts is None or (entity.public and reads):
        return operation
    roles = entity.operation_roles.get(role, [] if reads else entity.writers)
    refused = operation.with_errors([UNSIGNED, *([FORBIDDEN] if roles else [])])
    return refused.model_copy(update={"access": OperationAccess(roles=roles)})


def account_schemas(accounts: Accounts, login: JsonValue) -> dict[str, JsonValue]:
    """Schemas of the conventional requests and responses; `login` is the login field's schema."""
    account: JsonValue = {"$ref": f"#/components/schemas/{accounts.entity}"}
    token: JsonValue = {"type": "string", "description": f"sent as: {accounts.scheme} <token>"}
    return {
        CREDENTIALS: {
            "type": "object",
            "properties": {accounts.login: login, accounts.password: {"type": "string"}},
            "required": [accounts.login, accounts.password],
        },
        SESSION: {
            "type": "object",
            "properties": {"token": token, "account": account},
            "required": ["token", "account"],
        },
    }


def security_scheme(accounts: Accounts) -> dict[str, JsonValue]:
    """The security scheme of the document: how a token is sent."""
    if accounts.scheme.lower() == "bearer":
        return {"type": "http", "scheme": "bearer"}
    return {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": f"the word {accounts.scheme}, a space, and the token",
    }
