"""A normalised document's operations, as the plan knows operations."""

from __future__ import annotations

from typing import Any, cast

from workbench.openapi.normalising import operations_of, parameters_of, resolve
from workbench.plan.access import OperationAccess
from workbench.plan.system import ErrorCase, Operation, Parameter

KNOWN_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
PLACES = frozenset({"path", "query", "header"})
# What a range such as 4XX may stand for.
RANGE = (400, 401, 403, 404, 409, 422)


def client_operations(document: dict[str, Any]) -> list[Operation]:
    """Every operation that a client of the API can call, in the document's order."""
    return [
        _operation(document, path, method, item, operation)
        for _, path, method, item, operation in operations_of(document)
        if method in KNOWN_METHODS
    ]


def _operation(
    document: dict[str, Any],
    path: str,
    method: str,
    item: dict[str, Any],
    operation: dict[str, Any],
) -> Operation:
    responses = {
        status: resolve(document, response) or {}
        for status, response in operation["responses"].items()
    }
    success = min((int(s) for s in responses if s.isdigit() and s.startswith("2")), default=200)
    tags = operation.get("tags") or [""]
    return Operation(
        id=operation["operationId"],
        method=cast(Any, method.upper()),
        path=path,
        summary=str(operation.get("summary") or operation["operationId"]),
        tag=str(tags[0]),
        parameters=[
            _parameter(parameter)
            for parameter in parameters_of(document, item, operation)
            if parameter.get("in") in PLACES
        ],
        request=_json_schema(resolve(document, operation.get("requestBody"))),
        success=success,
        response=_json_schema(responses.get(str(success))),
        errors=list(_errors(responses)),
        access=_access(document, operation),
    )


def _parameter(parameter: dict[str, Any]) -> Parameter:
    return Parameter(
        name=parameter["name"],
        location=parameter["in"],
        required=bool(parameter.get("required")),
        description=str(parameter.get("description", "")),
        json_schema=parameter.get("schema") or {},
    )


def _json_schema(body: Any) -> dict[str, Any] | None:
    """The schema of a body's JSON; None where it has none."""
    content = body.get("content") if isinstance(body, dict) else None
    for media_type, media in (content or {}).items():
        if "json" in media_type and isinstance(media, dict):
            return dict(media.get("schema") or {})
    return None


def _errors(responses: dict[str, Any]) -> list[ErrorCase]:
    errors: list[ErrorCase] = []
    for status, response in responses.items():
        when = str(response.get("description", ""))
        if status.isdigit() and status >= "400":
            errors.append(ErrorCase(status=int(status), when=when))
        elif status.upper() == "4XX":
            errors += [ErrorCase(status=one, when=when) for one in RANGE]
    return errors


def _access(document: dict[str, Any], operation: dict[str, Any]) -> OperationAccess | None:
    security = operation.get("security", document.get("security"))
    asked = [scheme for scheme in security or [] if scheme]
    is_optional = any(not scheme for scheme in security or [])
    return OperationAccess() if asked and not is_optional else None
