"""Reads a client's own OpenAPI document; refuses it only if nothing can be had of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workbench.openapi.reading.json_reading import looks_like_json, read_json
from workbench.openapi.reading.limits import MAX_BYTES
from workbench.openapi.reading.scalars import has_surrogates
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.reading.yaml_reading import read_yaml
from workbench.openapi.repairs import WHOLE, Repairs

__all__ = ["ReadDocument", "UnusableDocument", "read_document", "read_value"]


@dataclass(frozen=True)
class ReadDocument:
    """A document as it was read, and what had to be decided to read it."""

    document: dict[str, Any]
    repairs: Repairs


def read_document(text: str) -> ReadDocument:
    """The document as it stands, from JSON or YAML 1.2.

    Raises `UnusableDocument` if it cannot be parsed, is too large, or has no paths.
    """
    repairs = Repairs()
    document = read_value(text, repairs)
    if not isinstance(document, dict):
        raise UnusableDocument(WHOLE, "is not an object with an openapi version and paths")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not any(isinstance(item, dict) for item in paths.values()):
        raise UnusableDocument(
            "/paths", "there are no paths; give a document with at least one path"
        )
    return ReadDocument(document, repairs)


def read_value(text: str, repairs: Repairs) -> Any:
    """The value of one JSON or YAML 1.2 text, of whatever kind. Raises `UnusableDocument`."""
    if len(text) > MAX_BYTES:
        raise UnusableDocument(WHOLE, f"is larger than {MAX_BYTES // 1024**2} MiB")
    if has_surrogates(text):
        raise UnusableDocument(WHOLE, "holds half characters (lone surrogates); write it as UTF-8")
    text = text.removeprefix("\ufeff")
    if not looks_like_json(text):
        return read_yaml(text, repairs)
    try:
        return read_json(text, repairs)
    except json.JSONDecodeError as error:
        try:
            return read_yaml(text, repairs)
        except UnusableDocument:
            place = f"line {error.lineno}, column {error.colno}"
            raise UnusableDocument(place, f"is neither JSON nor YAML: {error.msg}") from error
