"""A normalised document's operations, as the plan knows operations."""

from __future__ import annotations

from typing import Any, cast

from workbench.openapi.document_operations import PlacedOperation, operations_of, parameters_of
from workbench.openapi.references import resolve
from workbench.plan.access import OperationAccess
from workbench.plan.language.operations import ErrorCase, Operation, Parameter, json_operation

KNOWN_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
PLACES = frozenset({"path", "query", "header"})
# What a range such as 4XX may stand for.
RANGE = (400, 401, 403, 404, 409, 422)
DEFAULT_SUCCESS = 200


def client_operations(document: dict[str, Any]) -> list[Operation]:
    """Every operation that a client of the API can call, in the document's order."""
    return [
        _operation(document, placed)
        for placed in operations_of(document)
        if placed.method in KNOWN_METHODS
    ]


def _operation(document: dict[str, Any], placed: PlacedOperation) -> Operation:
    operation = placed.operation
    responses = {
        status: _object(resolve(document, response))
        for status, response in operation["responses"].items()
        if not status.startswith("x-")
    }
    success, answer = _success(responses)
    tags = operation.get("tags") or [""]
    return json_operation(
        id=operation["operationId"],
        method=cast(Any, placed.method.upper()),
        path=placed.path,
        summary=str(operation.get("summary") or operation["operationId"]),
        tag=str(tags[0]),
        parameters=[
            _parameter(document, parameter)
            for parameter in parameters_of(document, placed)
            if parameter.get("in") in PLACES
        ],
        request=_json_schema(resolve(document, operation.get("requestBody"))),
        success=success,
        response=_json_schema(answer),
        errors=list(_errors(responses)),
        access=_access(document, operation),
    )


def _success(responses: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Status and response of success: the first of 200 to 299, else what stands for all of them."""
    exact = min(
        (status for status in responses if status.startswith("2") and status.isdigit()), default=""
    )
    if exact:
        return int(exact), responses[exact]
    return DEFAULT_SUCCESS, responses.get("2XX") or responses.get("default") or {}


def _parameter(document: dict[str, Any], parameter: dict[str, Any]) -> Parameter:
    schema = parameter.get("schema")
    if schema is None:
        schema = _json_schema(parameter)
    return Parameter(
        name=parameter["name"],
        location=parameter["in"],
        required=parameter.get("required") is True,
        description=str(parameter.get("description", "")),
        json_schema=_object(schema),
    )


def _json_schema(body: Any) -> dict[str, Any] | None:
    """The schema of a body's JSON; None if it has none."""
    content = _object(_object(body).get("content"))
    for media_type, media in content.items():
        if "json" in media_type.lower() and isinstance(media, dict):
            return dict(_object(media.get("schema")))
    return None


def _errors(responses: dict[str, Any]) -> list[ErrorCase]:
    errors: list[ErrorCase] = []
    for status, response in responses.items():
        when = str(response.get("description", ""))
        if status.isdigit() and status >= "400":
            errors.append(ErrorCase(status=int(status), when=when))
        elif status == "4XX":
            errors += [ErrorCase(status=one, when=when) for one in RANGE]
    return errors


def _access(document: dict[str, Any], operation: dict[str, Any]) -> OperationAccess | None:
    security = operation.get("security", document.get("security")) or []
    asked = [scheme for scheme in security if scheme]
    is_optional = any(not scheme for scheme in security)
    return OperationAccess() if asked and not is_optional else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
