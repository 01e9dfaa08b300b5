"""The accounts' operations by convention, and the access errors of all other operations."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.access import Accounts, OperationAccess
from workbench.plan.language.operations import ErrorCase, Operation, json_operation
from workbench.plan.system import BindingRole, Entity, SystemPlan

UNSIGNED = ErrorCase(status=401, when="the token is missing or invalid")
FORBIDDEN = ErrorCase(status=403, when="the account's role may not do it")
READING = frozenset({BindingRole.LIST, BindingRole.READ})


def account_operations(plan: SystemPlan) -> list[Operation]:
    """``POST /register``, ``POST /login`` and ``GET /me``; none without accounts."""
    accounts = plan.accounts
    if accounts is None:
        return []
    session: dict[str, JsonValue] = {"$ref": "#/components/schemas/Session"}
    malformed = [
        ErrorCase(status=400, when="the body is not valid JSON"),
        ErrorCase(status=413, when="the body is larger than one MiB"),
        ErrorCase(status=415, when="the content type is not JSON"),
        ErrorCase(status=422, when="a field is missing or not acceptable"),
    ]
    operations = [
        json_operation(
            id=accounts.register_operation,
            method="POST",
            path=f"{plan.api_prefix}/register",
            summary="Register an account and sign in",
            tag=accounts.entity,
            request={"$ref": f"#/components/schemas/{accounts.entity}Input"},
            success=201,
            response=session,
            errors=[*malformed, ErrorCase(status=409, when=f"the {accounts.login} is taken")],
        ),
        json_operation(
            id=accounts.login_operation,
            method="POST",
            path=f"{plan.api_prefix}/login",
            summary="Sign in",
            tag=accounts.entity,
            request={"$ref": "#/components/schemas/Credentials"},
            success=200,
            response=session,
            errors=[
                *malformed,
                ErrorCase(status=401, when=f"no account has this {accounts.login} and password"),
            ],
        ),
    ]
    if accounts.me_operation is not None:
        operations.append(_me_operation(plan, accounts, accounts.me_operation))
    return operations


def _me_operation(plan: SystemPlan, accounts: Accounts, name: str) -> Operation:
    return json_operation(
        id=name,
        method="GET",
        path=f"{plan.api_prefix}/me",
        summary="The account that signed in",
        tag=accounts.entity,
        success=200,
        response={"$ref": f"#/components/schemas/{accounts.entity}"},
        errors=[UNSIGNED],
        access=OperationAccess(),
    )


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
        "Credentials": {
            "type": "object",
            "properties": {accounts.login: login, accounts.password: {"type": "string"}},
            "required": [accounts.login, accounts.password],
        },
        "Session": {
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
