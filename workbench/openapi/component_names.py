"""Renames components whose names OpenAPI 3 does not allow, with everything that refers to them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from anyascii import anyascii
from jsonpointer import JsonPointer, JsonPointerException

from workbench.openapi.free_names import free_name
from workbench.openapi.references import below, walk
from workbench.openapi.repairs import Repairs

_OTHER = re.compile(r"[^a-zA-Z0-9._-]+")

Renamed = dict[tuple[str, str], str]


def rename_components(document: dict[str, Any], repairs: Repairs) -> None:
    """Changes the document in place."""
    renamed: Renamed = {}
    for kind, section in document["components"].items():
        if not isinstance(section, dict):
            continue
        wrong = [name for name in section if not name or _OTHER.search(name)]
        for name in wrong:
            new = free_name(
                _OTHER.sub("_", anyascii(name)) or "unnamed", section.keys() | renamed.values()
            )
            renamed[kind, name] = new
            repairs.note(
                below(below("/components", kind), name), "the name is not allowed; renamed", new
            )
        if wrong:
            document["components"][kind] = {
                renamed.get((kind, name), name): node for name, node in section.items()
            }
    if renamed:
        _rewrite(document, renamed)


def _rewrite(document: dict[str, Any], renamed: Renamed) -> None:
    for _, node in walk(document):
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("$ref"), str):
            node["$ref"] = _reference(node["$ref"], renamed)
        mapping = node.get("mapping")
        if isinstance(mapping, dict) and "propertyName" in node:
            for key, target in mapping.items():
                if isinstance(target, str):
                    mapping[key] = renamed.get(("schemas", target)) or _reference(target, renamed)
        if isinstance(node.get("security"), list):
            node["security"] = [
                {
                    renamed.get(("securitySchemes", name), name): scopes
                    for name, scopes in one.items()
                }
                for one in node["security"]
                if isinstance(one, dict)
            ]


def _reference(reference: str, renamed: Renamed) -> str:
    if not reference.startswith("#/components/"):
        return reference
    try:
        parts = list(JsonPointer(unquote(reference[1:])).parts)
    except JsonPointerException:
        return reference
    new = renamed.get((parts[1], parts[2])) if len(parts) > 2 else None
    if new is None:
        return reference
    path: str = JsonPointer.from_parts([*parts[:2], new, *parts[3:]]).path
    return f"#{path}"
