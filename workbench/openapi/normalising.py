"""The copy of a client's document that gates work on: OpenAPI 3.1, whole paths, every repair listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from workbench.openapi.client_document import read_document
from workbench.openapi.component_names import rename_components
from workbench.openapi.document_operations import PlacedOperation, operations_of, parameters_of
from workbench.openapi.operation_names import name_operations
from workbench.openapi.references import REFERENCE_KEYS, target_of, walk
from workbench.openapi.repairs import Repairs
from workbench.openapi.schema_repairs import repair_schemas
from workbench.openapi.schema_walk import schemas_of
from workbench.openapi.shapes import give_shape
from workbench.openapi.swagger import from_swagger
from workbench.openapi.validity import document_problem, repair_members
from workbench.openapi.version_31 import to_31

LOCAL_SERVER = "http://localhost:8000"
WRITTEN_AS = "3.1.0"
_PARAMETER = re.compile(r"\{([^/{}]+)\}")


@dataclass(frozen=True)
class Normalised:
    """The copy, its repairs a line each, and why it is not a valid document all the same, if so.

    `repair_counts` gives each kind of repair the number of places where it was made,
    `operation_names` each operationId that was changed with what it became.
    """

    document: dict[str, Any]
    repairs: tuple[str, ...]
    repair_counts: dict[str, int]
    operation_names: dict[str, str]
    problem: str = ""


@lru_cache(maxsize=8)
def normalise(text: str) -> Normalised:
    """The normalised copy of a document; it is shared, so nobody may change it.

    Raises `UnusableDocument` if the text cannot be parsed, is too large, or has no paths.
    """
    read = read_document(text)
    document, repairs = read.document, read.repairs
    _version(document, repairs)
    _references(document, repairs)
    give_shape(document, repairs)
    if not str(document["openapi"]).startswith(WRITTEN_AS[:3]):
        to_31(document, repairs)
    document["openapi"] = WRITTEN_AS
    _identifiers(document, repairs)
    rename_components(document, repairs)
    repair_schemas(document, repairs)
    names = name_operations(document, repairs)
    _operations(document, repairs)
    _prefix(document, repairs)
    repair_members(document, repairs)
    return Normalised(
        document, repairs.lines(), repairs.counts(), names, document_problem(document)
    )


def _version(document: dict[str, Any], repairs: Repairs) -> None:
    """Notes which version is read as which; Swagger 2.0 becomes OpenAPI 3.0 here."""
    version = str(document.get("openapi") or document.get("swagger") or "")[:20]
    if version.startswith("2") or ("swagger" in document and "openapi" not in document):
        from_swagger(document)
        repairs.note("/swagger", f"Swagger {version or '2.0'} is written as OpenAPI {WRITTEN_AS}")
    elif not version.startswith(WRITTEN_AS[:3]):
        repairs.note("/openapi", f"{version or 'a missing version'} is written as {WRITTEN_AS}")
    document["openapi"] = version or "3.0"


def _references(document: dict[str, Any], repairs: Repairs) -> None:
    """Takes out every reference that leads nowhere, or out of the document: nothing is fetched."""
    for place, node in walk(document):
        if not isinstance(node, dict):
            continue
        for key in REFERENCE_KEYS:
            target = node.get(key)
            if not isinstance(target, str):
                continue
            if not target.startswith("#") and not (key == "operationRef" and not target):
                del node[key]
                repairs.note(
                    place,
                    "leads out of the document and is not fetched; any value is accepted there",
                    target,
                )
            elif key == "$ref" and target_of(document, target) is None:
                del node[key]
                repairs.note(place, "refers to nothing; any value is accepted there", target)


def _identifiers(document: dict[str, Any], repairs: Repairs) -> None:
    """Takes out what would make a schema's references start from somewhere else."""
    for place, schema in schemas_of(document):
        for key in ("$id", "$schema"):
            if key in schema:
                del schema[key]
                repairs.note(place, f"{key} is left out: references start from the document's root")


def _operations(document: dict[str, Any], repairs: Repairs) -> None:
    for placed in operations_of(document):
        place, operation = placed.place, placed.operation
        _path_parameters(document, placed, repairs)
        if not operation.get("responses"):
            operation["responses"] = {"200": {"description": ""}}
            repairs.note(place, "no response is declared; 200 without a body is assumed")
        for status, response in operation["responses"].items():
            if isinstance(response, dict) and "$ref" not in response:
                if not isinstance(response.get("description"), str):
                    response["description"] = ""
                    repairs.note(f"{place}/responses/{status}", "a description was added")


def _path_parameters(document: dict[str, Any], placed: PlacedOperation, repairs: Repairs) -> None:
    declared = {
        parameter.get("name")
        for parameter in parameters_of(document, placed)
        if parameter.get("in") == "path"
    }
    for name in _PARAMETER.findall(placed.path):
        if name not in declared:
            added = {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            placed.operation.setdefault("parameters", []).append(added)
            repairs.note(
                placed.place, "a path parameter was not declared; it is read as a text", name
            )


def _prefix(document: dict[str, Any], repairs: Repairs) -> None:
    """Puts the path of the first server's address in front of every path."""
    servers = document.get("servers") or [{}]
    prefix = _server_path(servers[0], repairs)
    if prefix:
        repairs.note("/servers/0/url", f"its path {prefix} is put before every path")
        document["paths"] = {
            path if path.startswith("x-") else prefix + path: item
            for path, item in document["paths"].items()
        }
    document["servers"] = [{"url": LOCAL_SERVER}]


def _server_path(server: dict[str, Any], repairs: Repairs) -> str:
    url = str(server.get("url") or "")
    variables = server.get("variables")
    for name, variable in variables.items() if isinstance(variables, dict) else ():
        value = variable.get("default") if isinstance(variable, dict) else None
        url = url.replace("{" + name + "}", "" if value is None else str(value))
    if _PARAMETER.search(url):
        url = _PARAMETER.sub("", url)
        repairs.note("/servers/0/url", "a variable without a value is left out of the address")
    try:
        path = urlsplit(url).path
    except ValueError:
        repairs.note("/servers/0/url", "is not an address; nothing is put before the paths", url)
        return ""
    return "".join(f"/{part}" for part in path.split("/") if part)
