"""Reads a client's own OpenAPI document; refused, with the place in it, only where nothing can be had of it."""

from __future__ import annotations

from typing import Any

import yaml

from workbench.errors import InputError

VERSIONS = ("3.0", "3.1")


class UnusableDocument(InputError):
    """The document cannot be a contract; `place` is a pointer or a line in it."""

    def __init__(self, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"{place}: {reason}")


class _PlainLoader(yaml.SafeLoader):
    """Takes dates for text, as JSON does."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_document(text: str) -> dict[str, Any]:
    """The document as it stands, from YAML or JSON, which is YAML too.

    Raises `UnusableDocument` where it cannot be parsed or has no paths.
    """
    try:
        document = yaml.load(text, Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "the document"
        raise UnusableDocument(place, error.problem or "cannot be parsed") from error
    except yaml.YAMLError as error:
        raise UnusableDocument("the document", f"cannot be parsed: {error}") from error
    if not isinstance(document, dict):
        raise UnusableDocument("the document", "is no object with an openapi version and paths")
    version = str(document.get("openapi", document.get("swagger", "")))
    if not version.startswith(VERSIONS):
        known = " or ".join(VERSIONS)
        raise UnusableDocument("/openapi", f"version {version or 'missing'}; give OpenAPI {known}")
    paths = document.get("paths")
    if not isinstance(paths, dict) or not any(isinstance(item, dict) for item in paths.values()):
        raise UnusableDocument("/paths", "there are none")
    return document
