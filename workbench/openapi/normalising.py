"""The copy of a client's document that gates work on: OpenAPI 3.1, whole paths, every repair listed."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from openapi_spec_validator import OpenAPIV31SpecValidator

from workbench.openapi.client_document import read_document
from workbench.plan.names import camel

METHODS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")
LOCAL_SERVER = "http://localhost:8000"
_PARAMETER = re.compile(r"\{([^/{}]+)\}")


@dataclass(frozen=True)
class Normalised:
    """The copy, what was repaired for it, and why it is no valid document all the same, if so."""

    document: dict[str, Any]
    repairs: tuple[str, ...]
    problem: str = ""


@lru_cache(maxsize=8)
def normalise(text: str) -> Normalised:
    """The normalised copy of a document. Raises `UnusableDocument`."""
    work = _Normalising(copy.deepcopy(read_document(text)))
    work.run()
    error = next(iter(OpenAPIV31SpecValidator(work.document).iter_errors()), None)
    problem = "" if error is None else f"{_pointer(error.absolute_path)}: {error.message[:300]}"
    return Normalised(work.document, tuple(work.repairs), problem)


class _Normalising:
    """Repairs in place, and writes each repair down."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.repairs: list[str] = []

    def run(self) -> None:
        self._textual_keys()
        self._info()
        self._references()
        if str(self.document["openapi"]).startswith("3.0"):
            self._to_31()
        self._operations()
        self._prefix()

    def _note(self, place: str, repair: str) -> None:
        self.repairs.append(f"{place}: {repair}")

    def _textual_keys(self) -> None:
        places = []
        for place, node in list(_walk(self.document)):
            if isinstance(node, dict) and any(not isinstance(key, str) for key in node):
                pairs = list(node.items())
                node.clear()
                node.update({_text(key): value for key, value in pairs})
                places.append(place)
        if places:
            self._note(
                f"{places[0]} and {len(places) - 1} more places",
                "keys that are no text, such as statuses, are taken for text",
            )

    def _info(self) -> None:
        info = self.document.setdefault("info", {})
        for name, value in (("title", "API"), ("version", "1.0.0")):
            if not isinstance(info.get(name), str):
                info[name] = value if info.get(name) is None else str(info[name])
                self._note(f"/info/{name}", f"set to {info[name]}")

    def _references(self) -> None:
        for place, node in list(_walk(self.document)):
            if isinstance(node, dict) and isinstance(node.get("$ref"), str):
                if resolve(self.document, node) is None:
                    target = node.pop("$ref")
                    self._note(place, f"{target} leads nowhere; anything is taken there")

    def _to_31(self) -> None:
        self._note("/openapi", f"{self.document['openapi']} is written as 3.1.0")
        self.document["openapi"] = "3.1.0"
        for place, node in list(_walk(self.document)):
            if not isinstance(node, dict) or place.endswith(("/properties", "/example")):
                continue
            if isinstance(node.get("nullable"), bool):
                self._nullable(place, node)
            for limit, exclusive in (
                ("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"),
            ):  # fmt: skip
                if isinstance(node.get(exclusive), bool):
                    if node.pop(exclusive) and limit in node:
                        node[exclusive] = node.pop(limit)
                    self._note(place, f"{exclusive} is written as a number")

    def _nullable(self, place: str, node: dict[str, Any]) -> None:
        if not node.pop("nullable"):
            return
        if "$ref" in node:
            node["anyOf"] = [{"$ref": node.pop("$ref")}, {"type": "null"}]
        elif isinstance(node.get("type"), str):
            node["type"] = [node["type"], "null"]
            if isinstance(node.get("enum"), list) and None not in node["enum"]:
                node["enum"].append(None)
        self._note(place, "nullable is written as the type null")

    def _operations(self) -> None:
        taken: set[str] = set()
        for place, path, method, item, operation in operations_of(self.document):
            name = operation.get("operationId")
            if not isinstance(name, str) or not name or name in taken:
                operation["operationId"] = _free(camel(f"{method} {path}"), taken)
                said = "is there twice" if name else "is missing"
                self._note(place, f"operationId {said}; named {operation['operationId']}")
            taken.add(operation["operationId"])
            self._parameters(place, path, item, operation)
            responses = operation.get("responses")
            if not isinstance(responses, dict) or not responses:
                operation["responses"] = {"200": {"description": ""}}
                self._note(place, "no response is declared; 200 without a body is assumed")
            for status, response in operation["responses"].items():
                if isinstance(response, dict) and "$ref" not in response:
                    if "description" not in response:
                        response["description"] = ""
                        self._note(f"{place}/responses/{status}", "a description was added")

    def _parameters(
        self, place: str, path: str, item: dict[str, Any], operation: dict[str, Any]
    ) -> None:
        declared = {
            parameter.get("name")
            for parameter in parameters_of(self.document, item, operation)
            if parameter.get("in") == "path"
        }
        for name in _PARAMETER.findall(path):
            if name not in declared:
                made = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                operation.setdefault("parameters", []).append(made)
                self._note(place, f"the path's {name} was not declared; it is taken for text")

    def _prefix(self) -> None:
        servers = self.document.get("servers")
        first = servers[0] if isinstance(servers, list) and servers else {}
        url = str(first.get("url", "")) if isinstance(first, dict) else ""
        for name, variable in (first.get("variables") or {}).items() if url else ():
            url = url.replace("{" + name + "}", str(variable.get("default", "")))
        prefix = urlsplit(url).path.rstrip("/")
        if prefix:
            self._note("/servers/0/url", f"its path {prefix} stands in front of every path")
            paths = self.document["paths"]
            self.document["paths"] = {prefix + path: item for path, item in paths.items()}
        self.document["servers"] = [{"url": LOCAL_SERVER}]


def operations_of(
    document: dict[str, Any],
) -> Iterator[tuple[str, str, str, dict[str, Any], dict[str, Any]]]:
    """Pointer, path, method, path item and operation of each operation, in the document's order."""
    for path, item in document["paths"].items():
        if not isinstance(item, dict):
            continue
        for method in METHODS:
            operation = item.get(method)
            if isinstance(operation, dict):
                yield f"/paths/{_escaped(path)}/{method}", path, method, item, operation


def parameters_of(
    document: dict[str, Any], item: dict[str, Any], operation: dict[str, Any]
) -> list[dict[str, Any]]:
    """The parameters of an operation and those of its path, resolved; the operation's own win."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for parameter in [*(item.get("parameters") or []), *(operation.get("parameters") or [])]:
        resolved = resolve(document, parameter)
        if isinstance(resolved, dict):
            found[resolved.get("name"), resolved.get("in")] = resolved
    return list(found.values())


def resolve(document: dict[str, Any], node: Any) -> Any:
    """What a node stands for, through its references; None where they lead nowhere."""
    for _ in range(20):
        if not isinstance(node, dict) or "$ref" not in node:
            return node
        target: Any = document
        reference = str(node["$ref"])
        if not reference.startswith("#/"):
            return None
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            target = target.get(key) if isinstance(target, dict) else None
        node = target
    return None


def _walk(node: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    yield place or "the document", node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk(value, f"{place}/{_escaped(str(key))}")
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _walk(value, f"{place}/{index}")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _pointer(path: Any) -> str:
    return "".join(f"/{_escaped(str(part))}" for part in path) or "the document"


def _text(key: Any) -> str:
    return {True: "true", False: "false", None: "null"}.get(key) or str(key)


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}{number}", number + 1
    return free
