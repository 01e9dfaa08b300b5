"""The accounts' operations by convention."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.access import CREDENTIALS, SESSION, Accounts, OperationAccess
from workbench.plan.account_operations import UNSIGNED
from workbench.plan.conventions.operations import BODY_ERRORS
from workbench.plan.language.operations import ErrorCase, Operation, json_operation
from workbench.plan.system import SystemPlan


def account_operations(plan: SystemPlan) -> list[Operation]:
    """``POST /register``, ``POST /login`` and ``GET /me``; none without accounts."""
    accounts = plan.accounts
    if accounts is None:
        return []
    session: dict[str, JsonValue] = {"$ref": f"#/components/schemas/{SESSION}"}
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
            errors=[*BODY_ERRORS, ErrorCase(status=409, when=f"the {accounts.login} is taken")],
        ),
        json_operation(
            id=accounts.login_operation,
            method="POST",
            path=f"{plan.api_prefix}/login",
            summary="Sign in",
            tag=accounts.entity,
            request={"$ref": f"#/components/schemas/{CREDENTIALS}"},
            success=200,
            response=session,
            errors=[
                *BODY_ERRORS,
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
