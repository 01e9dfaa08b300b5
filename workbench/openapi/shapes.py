"""Gives the parts of a document that are read here the shapes that OpenAPI gives them.

What has another shape is left out, and that is noted: afterwards a path item is an object, a
response has a status, a parameter has a name. Schemas are left as they stand.
"""

from __future__ import annotations

import copy
import re
from typing import Any

from workbench.openapi.document_operations import METHODS, is_parameter, operations_of
from workbench.openapi.references import below, resolve
from workbench.openapi.repairs import WHOLE, Repairs

_STATUS = re.compile(r"(?:[1-5](?:[0-9]{2}|XX)|default)\Z")
_LEFT_OUT = "is not an object; it is left out"
_BESIDE_A_REFERENCE = frozenset({"$ref", "summary", "description"})
_OF_AN_EXAMPLE = frozenset({"summary", "description", "value", "externalValue", "$ref"})
# What hangs below components, and below an operation, by name.
_NAMED = (
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
    "pathItems",
)


def give_shape(document: dict[str, Any], repairs: Repairs) -> None:
    """Changes the document in place."""
    _Shaper(document, repairs).run()


class _Shaper:
    def __init__(self, document: dict[str, Any], repairs: Repairs) -> None:
        self.document = document
        self.repairs = repairs

    def run(self) -> None:
        self._without_nulls(WHOLE, self.document)
        self._info()
        self._components()
        self._paths()
        self._list_of(self.document, "", "servers", dict)
        self._list_of(self.document, "", "security", dict)
        self._list_of(self.document, "", "tags", dict)
        for placed in operations_of(self.document):
            self._operation(placed.place, placed.operation)

    def _info(self) -> None:
        if not isinstance(self.document.get("info"), dict):
            self.document["info"] = {}
        info = self.document["info"]
        for name, value in (("title", "API"), ("version", "1.0.0")):
            if not isinstance(info.get(name), str):
                info[name] = value if info.get(name) is None else str(info[name])
                self.repairs.note(f"/info/{name}", f"set to {info[name]}")
        self._without_nulls("/info", info)

    def _components(self) -> None:
        if "components" in self.document:
            self._object_at(self.document, "", "components")
        components = self.document.setdefault("components", {})
        self._without_nulls("/components", components)
        if isinstance(components.get("examples"), dict):
            self._examples("/components/examples", components["examples"])
        for kind in _NAMED:
            if kind in components and self._object_at(components, "/components", kind):
                place = below("/components", kind)
                for name in list(components[kind]):
                    self._object_at(components[kind], place, name, boolean=kind == "schemas")
        for name, parameter in list(components.get("parameters", {}).items()):
            if not self._is_parameter(below("/components/parameters", name), parameter):
                del components["parameters"][name]
        for kind in ("responses", "requestBodies"):
            for name, body in components.get(kind, {}).items():
                self._body(below(below("/components", kind), name), body)

    def _paths(self) -> None:
        paths = self.document["paths"]
        for path in list(paths):
            if path.startswith("x-"):
                continue
            if not self._object_at(paths, "/paths", path):
                continue
            place = below("/paths", path)
            if "$ref" in paths[path]:
                self._inline(place, path)
            self._list_of(paths[path], place, "parameters", dict)
            self._parameters(place, paths[path])
            for method in METHODS:
                if method in paths[path]:
                    self._object_at(paths[path], place, method)
        self._rooted(paths)

    def _inline(self, place: str, path: str) -> None:
        """Writes out a path item that is a reference, so that its operations are among the others."""
        item = self.document["paths"][path]
        target = resolve(self.document, item)
        own = {key: value for key, value in item.items() if key != "$ref"}
        is_item = isinstance(target, dict) and target is not item
        self.document["paths"][path] = (copy.deepcopy(target) if is_item else {}) | own
        self.repairs.note(
            place,
            "a reference to a path item is written out"
            if is_item
            else "a reference to a path item leads nowhere; the path has no operations of it",
        )

    def _rooted(self, paths: dict[str, Any]) -> None:
        wrong = [path for path in paths if not path.startswith(("/", "x-"))]
        for path in wrong:
            self.repairs.note(
                below("/paths", path), "a path must begin with a slash; one was added"
            )
        if wrong:
            rooted = {
                path if path.startswith("x-") else "/" + path.lstrip("/"): item
                for path, item in paths.items()
            }
            paths.clear()
            paths.update(rooted)

    def _operation(self, place: str, operation: dict[str, Any]) -> None:
        self._without_nulls(place, operation)
        self._list_of(operation, place, "parameters", dict)
        self._list_of(operation, place, "security", dict)
        self._list_of(operation, place, "tags", str)
        self._parameters(place, operation)
        if "requestBody" in operation and self._object_at(operation, place, "requestBody"):
            self._body(below(place, "requestBody"), operation["requestBody"])
        if "responses" in operation and self._object_at(operation, place, "responses"):
            self._responses(below(place, "responses"), operation["responses"])

    def _responses(self, place: str, responses: dict[str, Any]) -> None:
        for status in list(responses):
            if status.startswith("x-") or not self._object_at(responses, place, status):
                continue
            usual = status.upper().replace("DEFAULT", "default")
            if not _STATUS.match(usual):
                del responses[status]
                self.repairs.note(below(place, status), "is not a status; the response is left out")
            else:
                self._body(below(place, status), responses[status])
                responses[usual] = responses.pop(status)

    def _parameters(self, place: str, holder: dict[str, Any]) -> None:
        if "parameters" in holder:
            where = below(place, "parameters")
            holder["parameters"] = [
                parameter
                for index, parameter in enumerate(holder["parameters"])
                if self._is_parameter(below(where, index), parameter)
            ]

    def _is_parameter(self, place: str, parameter: dict[str, Any]) -> bool:
        """Whether it has a name and a place, or is a reference. A path's is made required."""
        if self._is_reference(place, parameter):
            return True
        if not is_parameter(parameter):
            self.repairs.note(place, "a parameter without a name and a place is left out")
            return False
        self._media(place, parameter)
        if parameter["in"] == "path" and parameter.get("required") is not True:
            parameter["required"] = True
            self.repairs.note(place, "a path parameter must be required; it was made so")
        return True

    def _is_reference(self, place: str, node: dict[str, Any]) -> bool:
        """Whether it is a reference; members beside it mean nothing, and are left out."""
        if not isinstance(node.get("$ref"), str):
            return False
        for key in [key for key in node if key not in _BESIDE_A_REFERENCE]:
            del node[key]
            self.repairs.note(below(place, key), "is beside a reference; it is left out")
        return True

    def _body(self, place: str, body: dict[str, Any]) -> None:
        """A request's or a response's body, its content and headers."""
        if self._is_reference(place, body):
            return
        self._without_nulls(place, body)
        self._media(place, body)
        if "headers" in body and self._object_at(body, place, "headers"):
            for name in list(body["headers"]):
                self._object_at(body["headers"], below(place, "headers"), name)

    def _media(self, place: str, holder: dict[str, Any]) -> None:
        self._value(place, holder)
        if "content" not in holder or not self._object_at(holder, place, "content"):
            return
        where = below(place, "content")
        for media_type in list(holder["content"]):
            if holder["content"][media_type] is None:
                holder["content"][media_type] = {}
            if self._object_at(holder["content"], where, media_type):
                self._value(below(where, media_type), holder["content"][media_type])

    def _value(self, place: str, holder: dict[str, Any]) -> None:
        """What says how a value looks: its schema and its examples."""
        self._without_nulls(place, holder)
        if "schema" in holder:
            self._object_at(holder, place, "schema", boolean=True)
        if "examples" in holder and self._object_at(holder, place, "examples"):
            self._examples(below(place, "examples"), holder["examples"])

    def _examples(self, place: str, examples: dict[str, Any]) -> None:
        for name, example in examples.items():
            is_object = isinstance(example, dict)
            if not is_object or any(
                key not in _OF_AN_EXAMPLE and not key.startswith("x-") for key in example
            ):
                examples[name] = {"value": example}
                self.repairs.note(below(place, name), "a bare example is written as its value")

    def _object_at(
        self, holder: dict[str, Any], place: str, key: str, *, boolean: bool = False
    ) -> bool:
        """Whether the member is an object; any other value is removed and reported."""
        value = holder[key]
        if isinstance(value, dict) or (boolean and isinstance(value, bool)):
            return True
        del holder[key]
        self.repairs.note(below(place, key), _LEFT_OUT)
        return False

    def _list_of(self, holder: dict[str, Any], place: str, key: str, kind: type) -> None:
        """Makes the member, if there is one, a list of nothing but that kind."""
        if key not in holder:
            return
        value = holder[key]
        sound = (
            [item for item in value if isinstance(item, kind)] if isinstance(value, list) else []
        )
        if sound != value:
            what = "objects" if kind is dict else "texts"
            self.repairs.note(
                below(place, key), f"is not a list of {what}; other values are left out"
            )
            holder[key] = sound
        if not sound and key == "servers":
            del holder[key]

    def _without_nulls(self, place: str, holder: dict[str, Any]) -> None:
        """Leaves out members that were begun and left empty: nothing in OpenAPI is null there."""
        for key in [key for key, value in holder.items() if value is None]:
            if not key.startswith("x-") and key not in ("example", "default"):
                del holder[key]
                self.repairs.note(below(place, key), "is empty; it is left out")
