"""Writes a document that is spread over several files into one, reading files beside it only.

A file is read when a reference names it by a relative path, and it is a regular file in the folder of
the document or below; whatever leads elsewhere on this machine is refused. An address on the network
stays as it stands: the normalised copy then says that it was not fetched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from workbench.openapi.client_document import read_document
from workbench.openapi.reading.bundle_places import Place, child_place
from workbench.openapi.reading.document_files import DocumentFiles, read_file
from workbench.openapi.reading.json_reading import too_deep, too_large
from workbench.openapi.reading.limits import MAX_DEPTH, MAX_VALUES
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.references import below, pointer_of, target_of, walk
from workbench.openapi.repairs import WHOLE
from workbench.openapi.yaml_writing import yaml_text

Node = dict[str, Any]

# Where a document keeps what is referred to by name.
_SECTIONS = {
    kind: ("components", kind)
    for kind in ("schemas", "responses", "parameters", "headers", "requestBodies")
}
_SWAGGER_SECTIONS = {
    "schemas": ("definitions",),
    "responses": ("responses",),
    "parameters": ("parameters",),
}


def read_bundled(path: Path) -> bytes:
    """A document byte for byte, or as one YAML text if it refers to files beside it, or has comments
    that JSON does not know: tools of the delivered system read it too.

    Raises `UnusableDocument` if it cannot be used, or a file that it needs cannot be read or lies
    outside its folder, and `OSError` if the document itself cannot be read.
    """
    path = path.resolve()
    content = read_file(path, path.name)
    read = read_document(content.decode())
    document = read.document
    refers = any(
        isinstance(node, dict) and isinstance(node.get("$ref"), str) and _is_file(node["$ref"])
        for _, node in walk(document)
    )
    if not refers and read.is_json_with_comments:
        return f"# Written from JSON with comments.\n{yaml_text(document)}".encode()
    if not refers:
        return content
    return yaml_text(_Bundle(path, document, len(content)).written()).encode()


def _is_file(reference: str) -> bool:
    return not reference.startswith("#") and _scheme(reference) in ("", "file")


def _scheme(reference: str) -> str:
    try:
        return urlsplit(reference).scheme
    except ValueError:
        return "unknown"


class _Bundle:
    """One document as it is written: what was read, and what is to be put among its components."""

    def __init__(self, path: Path, document: Node, size: int) -> None:
        self.main = path.as_uri()
        self.document = document
        self.files = DocumentFiles(path, document, size)
        self.sections = _SWAGGER_SECTIONS if "swagger" in document else _SECTIONS
        self.added: dict[str, Node] = {kind: {} for kind in self.sections}
        # Each target's reference among the components, and the targets still to be copied there.
        self.references: dict[str, str] = {}
        self.waiting: list[tuple[str, str, str]] = []
        self.values = 0

    def written(self) -> Node:
        """The whole document; nothing in it refers to another file."""
        for kind in self.sections:
            self._claim_names(kind)
        whole: Node = self._copy(self.document, self.main, Place(), 0, ())
        while self.waiting:
            kind, name, target = self.waiting.pop()
            place = Place("schema" if kind == "schemas" else "object")
            self.added[kind][name] = self._target(target, place, 0, ())
        for kind, added in self.added.items():
            if added:
                section = whole
                for key in self.sections[kind]:
                    section = section.setdefault(key, {})
                section.update(added)
        return whole

    def _claim_names(self, kind: str) -> None:
        """Gives what is a component already, and no more than a reference to a file, its own name."""
        for name, node in list(self._own(kind).items()):
            if isinstance(node, dict) and isinstance(node.get("$ref"), str) and len(node) == 1:
                target = urljoin(self.main, node["$ref"])
                if _is_file(node["$ref"]) and target not in self.references:
                    del self._own(kind)[name]
                    self._add(kind, name, target)

    def _own(self, kind: str) -> Node:
        section = target_of(self.document, "#" + pointer_of(self.sections[kind]))
        return section if isinstance(section, dict) else {}

    def _add(self, kind: str, name: str, target: str) -> None:
        self.added[kind][name] = {}
        self.references[target] = "#" + below(pointer_of(self.sections[kind]), name)
        self.waiting.append((kind, name, target))

    def _copy(self, node: Any, base: str, place: Place, depth: int, within: tuple[str, ...]) -> Any:
        """The node with every reference of its file followed, or turned into one of the whole."""
        self.values += 1
        if self.values > MAX_VALUES:
            raise too_large(WHOLE)
        if depth > MAX_DEPTH:
            raise too_deep(WHOLE)
        if isinstance(node, list):
            inside = Place(place.kind, part=place.names_of or place.part)
            if place.kind == "names":
                inside = child_place(place, "")
            return [self._copy(child, base, inside, depth + 1, within) for child in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get("$ref"), str):
            return self._reference(node, base, place, depth, within)
        copied = {}
        for key, child in node.items():
            copied[key] = self._copy(child, base, child_place(place, key), depth + 1, within)
        return copied

    def _reference(
        self, node: Node, base: str, place: Place, depth: int, within: tuple[str, ...]
    ) -> Any:
        reference = node["$ref"]
        if _scheme(reference) not in ("", "file"):
            return node
        target = urljoin(base, reference)
        file, fragment = urldefrag(target)
        others = {key: value for key, value in node.items() if key != "$ref"}
        if file == self.main:
            return {"$ref": f"#{fragment}", **others}
        if place.kind == "data" and not self.files.has(file):
            return node
        if place.part in self.sections and place.kind != "names":
            if target not in self.references:
                self._add(place.part, self._free_name(place.part, target), target)
            return {"$ref": self.references[target], **others}
        if target in within:
            raise UnusableDocument(self.files.name(file), f"{reference} refers to itself")
        found = self._target(target, place, depth, (*within, target))
        return found | others if isinstance(found, dict) else found

    def _target(self, target: str, place: Place, depth: int, within: tuple[str, ...]) -> Any:
        """The copy of what a reference to another file names."""
        file, fragment = urldefrag(target)
        found = target_of(self.files.content(file), f"#{fragment}")
        if found is None:
            place_in_file = unquote(fragment) or "the whole"
            raise UnusableDocument(self.files.name(file), f"has nothing at {place_in_file}")
        return self._copy(found, file, place, depth + 1, within)

    def _free_name(self, kind: str, target: str) -> str:
        file, fragment = urldefrag(target)
        stem = unquote(fragment).rpartition("/")[2] or Path(unquote(urlsplit(file).path)).stem
        taken = self._own(kind).keys() | self.added[kind].keys()
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}{number}", number + 1
        return name
