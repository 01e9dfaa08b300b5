"""Writes a Swagger 2.0 document in the words of OpenAPI 3.0.

Source: https://swagger.io/blog/news/whats-new-in-openapi-3-0/. What has another shape than Swagger
gives it is carried over as it stands, for `shapes` to judge.
"""

from __future__ import annotations

from typing import Any

from workbench.openapi.document_operations import METHODS
from workbench.openapi.references import resolve, walk
from workbench.openapi.schema_walk import schemas_of
from workbench.openapi.swagger_security import security_schemes

JSON = "application/json"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}
# Words of a parameter or header that say what its value is: a schema's in OpenAPI 3.
_OF_VALUES = frozenset(
    [
        "type",
        "format",
        "items",
        "default",
        "maximum",
        "exclusiveMaximum",
        "minimum",
        "exclusiveMinimum",
        "maxLength",
        "minLength",
        "pattern",
        "maxItems",
        "minItems",
        "uniqueItems",
        "enum",
        "multipleOf",
        "x-nullable",
    ]
)
_STYLES = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}

Node = dict[str, Any]


def from_swagger(document: Node) -> None:
    """Changes the document in place."""
    _Swagger(document).convert()


class _Swagger:
    def __init__(self, document: Node) -> None:
        self.document = document
        self.consumes = _texts(document.pop("consumes", None)) or [JSON]
        self.produces = _texts(document.pop("produces", None)) or [JSON]

    def convert(self) -> None:
        document = self.document
        document.pop("swagger", None)
        for item in list(_object(document.get("paths")).values()):
            if isinstance(item, dict):
                self._item(item)
        shared = {
            name: value
            for name, value in _object(document.pop("parameters", None)).items()
            if not _is_body(value)
        }
        for value in shared.values():
            self._parameter(value)
        responses = _object(document.pop("responses", None))
        for value in responses.values():
            self._response(value, self.produces)
        components = {
            "schemas": document.pop("definitions", None),
            "parameters": shared,
            "responses": responses,
            "securitySchemes": security_schemes(document.pop("securityDefinitions", None)),
        }
        document["components"] = {key: value for key, value in components.items() if value}
        self._servers()
        self._schemas()
        for _, node in walk(document):
            if isinstance(node, dict) and isinstance(node.get("$ref"), str):
                node["$ref"] = _moved(node["$ref"])

    def _servers(self) -> None:
        host, base = self.document.pop("host", ""), self.document.pop("basePath", "")
        scheme = (_texts(self.document.pop("schemes", None)) or ["https"])[0]
        if host or base:
            self.document["servers"] = [{"url": (f"{scheme}://{host}" if host else "") + f"{base}"}]

    def _schemas(self) -> None:
        for _, schema in schemas_of(self.document):
            if "x-nullable" in schema:
                schema["nullable"] = schema.pop("x-nullable")
            if schema.get("type") == "file":
                schema |= {"type": "string", "format": "binary"}
            if isinstance(schema.get("discriminator"), str):
                schema["discriminator"] = {"propertyName": schema["discriminator"]}

    def _item(self, item: Node) -> None:
        shared = _list(item.pop("parameters", None))
        bodies = [one for one in shared if _is_body(resolve(self.document, one))]
        others = [one for one in shared if one not in bodies]
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                self._operation(operation, bodies)
        for parameter in others:
            self._parameter(parameter)
        if others:
            item["parameters"] = others

    def _operation(self, operation: Node, bodies: list[Any]) -> None:
        consumes = _texts(operation.pop("consumes", None)) or self.consumes
        produces = _texts(operation.pop("produces", None)) or self.produces
        kept, sent = [], []
        for parameter in [*_list(operation.pop("parameters", None)), *bodies]:
            resolved = resolve(self.document, parameter)
            if _is_body(resolved):
                sent.append(resolved)
            else:
                self._parameter(parameter)
                kept.append(parameter)
        if kept:
            operation["parameters"] = kept
        if sent:
            operation["requestBody"] = _request(sent, consumes)
        for response in _object(operation.get("responses")).values():
            self._response(response, produces)
        operation.pop("schemes", None)

    def _parameter(self, parameter: Any) -> None:
        """Puts what a parameter says of its value into a schema."""
        if not isinstance(parameter, dict) or "$ref" in parameter or "schema" in parameter:
            return
        style = parameter.pop("collectionFormat", None)
        parameter["schema"] = _schema_of(parameter)
        if (
            isinstance(style, str)
            and style in _STYLES
            and parameter.get("in") in ("query", "header")
        ):
            name, explode = _STYLES[style]
            is_query = parameter["in"] == "query"
            parameter |= {"style": name, "explode": explode} if is_query else {"style": "simple"}

    def _response(self, response: Any, produces: list[str]) -> None:
        if not isinstance(response, dict) or "$ref" in response or "content" in response:
            return
        schema, examples = response.pop("schema", None), _object(response.pop("examples", None))
        content: Node = {} if schema is None else {media: {"schema": schema} for media in produces}
        for media, example in examples.items():
            if "/" in media:
                content.setdefault(media, {})["example"] = example
        if content:
            response["content"] = content
        for header in _object(response.get("headers")).values():
            if isinstance(header, dict) and "schema" not in header:
                header.pop("collectionFormat", None)
                header["schema"] = _schema_of(header)


def _request(sent: list[Node], consumes: list[str]) -> Node:
    """The request body of a body parameter, or of the fields of a form."""
    body = next((parameter for parameter in sent if parameter["in"] == "body"), None)
    if body is not None:
        content = {media: {"schema": body.get("schema", {})} for media in consumes}
        request: Node = {"content": content, "required": body.get("required") is True}
        if isinstance(body.get("description"), str):
            request["description"] = body["description"]
        return request
    fields: Node = {}
    required = []
    for parameter in sent:
        name = str(parameter.get("name"))
        field = {key: value for key, value in parameter.items() if key in _OF_VALUES}
        if "description" in parameter:
            field["description"] = parameter["description"]
        fields[name] = field
        required += [name] if parameter.get("required") is True else []
    has_file = any(field.get("type") == "file" for field in fields.values())
    media = [one for one in consumes if one in _FORMS] or [_FORMS[has_file]]
    schema: Node = {"type": "object", "properties": fields}
    if required:
        schema["required"] = required
    return {"content": {one: {"schema": schema} for one in media}, "required": bool(required)}


def _schema_of(parameter: Node) -> Node:
    return {key: parameter.pop(key) for key in list(parameter) if key in _OF_VALUES}


def _is_body(parameter: Any) -> bool:
    return isinstance(parameter, dict) and parameter.get("in") in ("body", "formData")


def _moved(reference: str) -> str:
    for old, new in _MOVED.items():
        if reference.startswith(old):
            return new + reference.removeprefix(old)
    return reference


def _object(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [item for item in _list(value) if isinstance(item, str)]
