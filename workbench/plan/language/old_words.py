"""Older and looser words for the parts of a plan, read as what they mean (docs/plan.md lists them).

Only what has one meaning is read in this way, and only if the plan's own word is not given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_ANNOTATIONS = frozenset({"example", "examples", "deprecated", "externalDocs"})
_FIELD_WORDS = {
    "min": "minimum",
    "max": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "values": "enum",
}
# JSON Schema's formats of a string, and the types of a field that they mean.
_FORMATS = {
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("string", "email"): "email",
    ("string", "uri"): "url",
    ("integer", "int32"): "integer",
    ("integer", "int64"): "integer",
    ("number", "float"): "number",
    ("number", "double"): "number",
}


def without_annotations(data: Any) -> Any:
    """An OpenAPI object without what says nothing about its meaning."""
    if not isinstance(data, Mapping):
        return data
    return {
        key: value
        for key, value in data.items()
        if key not in _ANNOTATIONS and not str(key).startswith("x-")
    }


def renamed(data: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, Any]:
    """The data with each old word replaced. If the new one is there with another value, both stay."""
    return {
        words[key] if key in words and data.get(words[key], value) == value else key: value
        for key, value in data.items()
    }


def modern_plan(data: Any) -> Any:
    """A plan without the look that older ones had, which nothing read."""
    if not isinstance(data, Mapping):
        return data
    return {key: value for key, value in data.items() if key != "theme"}


def modern_field(data: Any) -> Any:
    """An entity's field as the plan writes it today."""
    if not isinstance(data, Mapping):
        return data
    field = renamed(data, _FIELD_WORDS)
    kind = field.get("type")
    if isinstance(field.get("format"), str) and isinstance(kind, str):
        meant = _FORMATS.get((kind, field["format"]))
        if meant is not None:
            del field["format"]
            field["type"] = meant
    if field.get("type") == "string" and field.get("enum"):
        field["type"] = "enum"
    return field


def modern_binding(data: Any) -> Any:
    """A binding as the plan writes it today."""
    if not isinstance(data, Mapping):
        return data
    words = {"in": "body_in", "out": "body_out", "id": "id_out", "operation": "operationId"}
    return renamed(data, words)


def modern_operation(data: Any) -> Any:
    """An operation with `requestBody` and `responses` for `request`, `success`, `response`, `errors`.

    `tag` is its one tag; `security` that names a scheme means that any account may call it.
    """
    if not isinstance(data, Mapping):
        return data
    operation = renamed(data, {"id": "operationId"})
    if isinstance(operation.get("method"), str):
        operation["method"] = operation["method"].upper()
    if isinstance(operation.get("tag"), str) and "tags" not in operation:
        tag = operation.pop("tag")
        operation["tags"] = [tag] if tag else []
    if isinstance(operation.get("security"), list) and "access" not in operation:
        security = operation.pop("security")
        operation["access"] = {} if security and all(security) else None
    if "request" in operation and not {"requestBody", "request_body"} & operation.keys():
        schema = operation.pop("request")
        operation["requestBody"] = None if schema is None else {"content": _json(schema)}
    if "success" in operation and "responses" not in operation:
        operation["responses"] = _responses(operation)
    elif isinstance(operation.get("responses"), Mapping):
        operation["responses"] = {str(key): item for key, item in operation["responses"].items()}
    return operation


def _responses(operation: dict[str, Any]) -> dict[str, Any]:
    """`responses` of an operation, whose old words are taken out of it."""
    schema = operation.pop("response", None)
    success: dict[str, Any] = {} if schema is None else {"content": _json(schema)}
    responses: dict[str, Any] = {str(operation.pop("success")): success}
    errors = operation.pop("errors", None) or []
    for error in errors if isinstance(errors, list) else []:
        if not isinstance(error, Mapping):
            continue
        status, when = str(error.get("status")), str(error.get("when", ""))
        before = responses.get(status)
        responses[status] = {
            "description": when if before is None else f"{before.get('description', '')}; {when}"
        }
    return responses


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
