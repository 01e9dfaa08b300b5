"""The OpenAPI 3.1 document, derived from the plan."""

from __future__ import annotations

from pydantic import JsonValue

from workbench.openapi.normalising import normalise
from workbench.openapi.own_validity import check_document
from workbench.openapi.yaml_writing import yaml_text
from workbench.plan.access import SESSION
from workbench.plan.account_operations import account_schemas, security_scheme
from workbench.plan.fields import (
    LONGEST_ITEM,
    MOST_ITEMS,
    EntityField,
    EnumField,
    FieldType,
    IntegerField,
    ListField,
    NumberField,
    TextField,
)
from workbench.plan.language.operations import JSON_MEDIA_TYPE, PROBLEM_MEDIA_TYPE, Operation
from workbench.plan.system import BindingRole, Entity, SystemPlan

ACCOUNT = "account"

_BASE_SCHEMAS: dict[FieldType, dict[str, JsonValue]] = {
    FieldType.STRING: {"type": "string"},
    FieldType.TEXT: {"type": "string"},
    FieldType.INTEGER: {"type": "integer", "format": "int64"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.DECIMAL: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.DATETIME: {"type": "string", "format": "date-time"},
    FieldType.TIME: {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
    FieldType.ENUM: {"type": "string"},
    FieldType.EMAIL: {"type": "string", "format": "email"},
    FieldType.URL: {"type": "string", "format": "uri"},
    FieldType.REF: {"type": "integer", "format": "int64", "minimum": 1},
    FieldType.REFS: {
        "type": "array",
        "items": {"type": "integer", "format": "int64", "minimum": 1},
        "uniqueItems": True,
        "maxItems": MOST_ITEMS,
    },
    FieldType.LIST: {"type": "array", "maxItems": MOST_ITEMS},
}


def openapi_document(plan: SystemPlan) -> dict[str, JsonValue]:
    """The whole document, checked against the OpenAPI 3.1 schema; a client's own is normalised.

    Raises `InvalidDocument` when a plan's own JSON Schemas do not fit the specification, and
    `UnusableDocument` when a client's document cannot be read.
    """
    if plan.document is not None:
        return normalise(plan.document).document
    paths: dict[str, JsonValue] = {}
    for operation in plan.operations:
        item = paths.setdefault(operation.path, {})
        assert isinstance(item, dict)
        item[operation.method.lower()] = _operation(operation)
    schemas: dict[str, JsonValue] = {"Problem": _problem_schema()}
    for entity in plan.entities:
        schemas[entity.name] = record_schema(entity)
        schemas[f"{entity.name}Input"] = input_schema(entity)
        if plan.binding(entity.name, BindingRole.PATCH) is not None:
            schemas[f"{entity.name}Patch"] = patch_schema(entity)
    components: dict[str, JsonValue] = {"schemas": schemas}
    if plan.accounts is not None:
        login = plan.entity(plan.accounts.entity).field(plan.accounts.login)
        schemas |= account_schemas(plan.accounts, field_schema(login))
        components["securitySchemes"] = {ACCOUNT: security_scheme(plan.accounts)}
    document: dict[str, JsonValue] = {
        "openapi": "3.1.0",
        "info": {"title": plan.title, "description": plan.summary, "version": "1.0.0"},
        "servers": [{"url": "http://localhost:8000"}],
        "paths": paths,
        "components": components,
    }
    check_document(document)
    return document


def openapi_yaml(plan: SystemPlan) -> str:
    """The document as YAML text, keys in reading order."""
    return yaml_text(openapi_document(plan))


def field_schema(field: EntityField) -> dict[str, JsonValue]:
    """JSON Schema of one field's value."""
    limits = {key: value for key, value in _limits(field).items() if value is not None}
    schema = _BASE_SCHEMAS[field.type] | limits
    if field.nullable:
        schema["type"] = [schema["type"], "null"]
        members = schema.get("enum")
        if isinstance(members, list):
            schema["enum"] = [*members, None]
    if field.default is not None:
        schema["default"] = field.default
    return schema


def _limits(field: EntityField) -> dict[str, JsonValue]:
    """What the plan demands of a value beyond its type, in JSON Schema's words; None for nothing."""
    match field:
        case TextField():
            lengths: dict[str, JsonValue] = {
                "minLength": field.min_length,
                "maxLength": field.max_length,
            }
            return {**lengths, "pattern": field.pattern}
        case IntegerField() | NumberField():
            return {"minimum": _number(field.min, field), "maximum": _number(field.max, field)}
        case EnumField():
            return {"enum": [*field.values]}
        case ListField():
            longest = LONGEST_ITEM if field.max_length is None else field.max_length
            line: dict[str, JsonValue] = {"type": "string", "minLength": 1, "maxLength": longest}
            return {"items": {**line, "pattern": r"^[^\r\n]*$"}}
    return {}


def record_schema(entity: Entity) -> dict[str, JsonValue]:
    """What the server sends: every field that is not secret, always present."""
    properties: dict[str, JsonValue] = {"id": {"type": "integer", "format": "int64"}}
    for field in entity.fields:
        if not field.secret:
            properties[field.name] = field_schema(field)
    return {"type": "object", "properties": properties, "required": list(properties)}


def patch_schema(entity: Entity) -> dict[str, JsonValue]:
    """What a client sends to change a record in part: any of the fields, no defaults."""
    properties: dict[str, JsonValue] = {}
    for field in entity.client_fields:
        schema = field_schema(field)
        schema.pop("default", None)
        properties[field.name] = schema
    return {"type": "object", "properties": properties}


def input_schema(entity: Entity) -> dict[str, JsonValue]:
    """What a client sends to create or replace."""
    fields = entity.client_fields
    schema: dict[str, JsonValue] = {
        "type": "object",
        "properties": {field.name: field_schema(field) for field in fields},
    }
    required: list[JsonValue] = [field.name for field in fields if field.required]
    if required:
        schema["required"] = required
    return schema


_SESSION = {"$ref": f"#/components/schemas/{SESSION}"}


def _number(value: float | None, field: EntityField) -> float | int | None:
    if value is None:
        return None
    return int(value) if field.type is FieldType.INTEGER else value


def _operation(operation: Operation) -> dict[str, JsonValue]:
    result: dict[str, JsonValue] = {"operationId": operation.id, "summary": operation.summary}
    if operation.description:
        result["description"] = operation.description
    if operation.tags:
        result["tags"] = [*operation.tags]
    if operation.parameters:
        result["parameters"] = [
            {
                "name": parameter.name,
                "in": parameter.location,
                "required": parameter.required,
                "description": parameter.description,
                "schema": parameter.json_schema,
            }
            for parameter in operation.parameters
        ]
    body = operation.request_body
    if body is not None:
        result["requestBody"] = {
            **({"description": body.description} if body.description else {}),
            "required": body.required,
            "content": {JSON_MEDIA_TYPE: {"schema": operation.request}},
        }
    if operation.access is not None:
        result["security"] = [{ACCOUNT: []}]
    result["responses"] = _responses(operation)
    return result


def _responses(operation: Operation) -> dict[str, JsonValue]:
    success = str(operation.success)
    responses: dict[str, JsonValue] = {}
    for status, response in sorted(operation.responses.items()):
        said = response.description or (operation.summary if status == success else "")
        entry: dict[str, JsonValue] = {"description": said or f"Status {status}"}
        headers: dict[str, JsonValue] = _success_headers(operation) if status == success else {}
        for name, header in response.headers.items():
            headers[name] = {
                **({"description": header.description} if header.description else {}),
                **({"required": True} if header.required else {}),
                "schema": header.json_schema,
            }
        if status >= "400":
            problem: JsonValue = {"schema": {"$ref": "#/components/schemas/Problem"}}
            entry["content"] = {PROBLEM_MEDIA_TYPE: problem}
        elif response.content:
            entry["content"] = {
                name: {"schema": media.json_schema} for name, media in response.content.items()
            }
        if headers:
            entry["headers"] = headers
        responses[status] = entry
    return responses


def _success_headers(operation: Operation) -> dict[str, JsonValue]:
    if operation.success == 201 and operation.response != _SESSION:
        return {"Location": {"schema": {"type": "string"}, "description": "Path of the new record"}}
    if operation.response is not None and operation.response.get("type") == "array":
        return {
            "X-Total-Count": {
                "schema": {"type": "integer"},
                "description": "Records that match, on all pages",
            }
        }
    return {}


def _problem_schema() -> dict[str, JsonValue]:
    return {
        "type": "object",
        "description": "Problem details (RFC 9457)",
        "properties": {
            "type": _words(),
            "title": _words(),
            "status": {"type": "integer"},
            "detail": _words(),
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"field": {"type": "string"}, "message": _words()},
                    "required": ["field", "message"],
                },
            },
        },
        "required": ["title", "status"],
    }


def _words() -> dict[str, JsonValue]:
    return {"type": "string", "minLength": 1}
