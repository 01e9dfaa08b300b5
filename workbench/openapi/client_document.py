"""Reads a client's own OpenAPI document; refuses it only if nothing can be had of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from workbench.openapi.reading.json_comments import without_comments
from workbench.openapi.reading.json_reading import looks_like_json, read_json
from workbench.openapi.reading.limits import MAX_BYTES
from workbench.openapi.reading.other_formats import other_format
from workbench.openapi.reading.scalars import has_surrogates
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.reading.yaml_reading import read_yaml
from workbench.openapi.references import below
from workbench.openapi.repairs import WHOLE, Repairs

_WANTED = "give OpenAPI 3.0 or 3.1, or Swagger 2.0"
_COMMENTED = "comments, and commas behind the last members, are left out"
_MAJOR = re.compile(r"\s*v?(\d{1,9})(?!\d)")

__all__ = ["ReadDocument", "UnusableDocument", "read_document", "read_value"]


@dataclass(frozen=True)
class ReadDocument:
    """A document as it was read, and what had to be decided to read it."""

    document: dict[str, Any]
    repairs: Repairs

    @property
    def is_json_with_comments(self) -> bool:
        """Whether nothing but us reads the text: it is neither JSON nor YAML."""
        return _COMMENTED in self.repairs.counts()


def read_document(text: str) -> ReadDocument:
    """The document as it stands, from JSON or YAML 1.2.

    Raises `UnusableDocument` if it cannot be parsed, is too large, or has no paths.
    """
    repairs = Repairs()
    try:
        document = read_value(text, repairs)
    except UnusableDocument:
        _refuse_other(text)
        raise
    if not isinstance(document, dict):
        _refuse_other(text)
        raise UnusableDocument(WHOLE, "is not an object with an openapi version and paths")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not any(isinstance(item, dict) for item in paths.values()):
        _refuse_other(text, document)
        raise UnusableDocument(
            "/paths", "there are no paths; give a document with at least one path"
        )
    _refuse_other_version(document)
    _keep_version(document, repairs)
    return ReadDocument(document, repairs)


def _keep_version(document: dict[str, Any], repairs: Repairs) -> None:
    """Takes the texts of `info` as they are written where YAML makes numbers of them."""
    info = document.get("info")
    for name in ("title", "version"):
        place = below("/info", name)
        if (
            isinstance(info, dict)
            and isinstance(info.get(name), float)
            and place in repairs.written
        ):
            info[name] = repairs.written[place]


def _refuse_other(text: str, document: dict[str, Any] | None = None) -> None:
    """Raises `UnusableDocument` for a format that is known by name."""
    name = other_format(text.removeprefix("\ufeff"), document)
    if name:
        raise UnusableDocument(WHOLE, f"is {name}; {_WANTED}")


def _refuse_other_version(document: dict[str, Any]) -> None:
    """Raises `UnusableDocument` for a version of OpenAPI that nothing is known of."""
    for member in ("openapi", "swagger"):
        found = _MAJOR.match(str(document.get(member) or ""))
        if found is not None and int(found[1]) not in (2, 3):
            version = str(document[member])[:20]
            raise UnusableDocument(f"/{member}", f"version {version} is not known; {_WANTED}")


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
            return _commented_json(text, repairs)
        except json.JSONDecodeError:
            pass  # YAML's flow style begins as JSON does
        try:
            return read_yaml(text, repairs)
        except UnusableDocument:
            place = f"line {error.lineno}, column {error.colno}"
            raise UnusableDocument(place, f"is neither JSON nor YAML: {error.msg}") from error


def _commented_json(text: str, repairs: Repairs) -> Any:
    """The value of a JSON text with comments or last commas. Raises `json.JSONDecodeError`."""
    value = read_json(without_comments(text), repairs)
    repairs.note(WHOLE, _COMMENTED)
    return value
