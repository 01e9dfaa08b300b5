"""One document: read, normalised, listed, accepted twice as a plan's document, and written out."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.errors import InputError
from workbench.openapi.client_operations import client_operations
from workbench.openapi.normalising import normalise
from workbench.openapi.reading.bundling import read_bundled
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.yaml_writing import yaml_text
from workbench.planning.acceptance import accept_plan

# What a repair says, and what the table calls its kind; what is in none of them is shown as it is.
KINDS = (
    ("Swagger .* is written as", "from Swagger 2.0"),
    (r"\S+ is written as 3\.1\.0", "version"),
    ("nullable is written", "nullable"),
    ("exclusive(Min|Max)imum is written", "exclusive limits"),
    (r"\$recursive", "recursion of 2019-09"),
    ("items that are a list", "items lists"),
    ("operationId is not an identifier", "operationId renamed"),
    ("operationId is missing", "operationId missing"),
    ("operationId occurs twice", "operationId twice"),
    ("its path .* is put before", "server path"),
    ("a variable without a value", "server variable empty"),
    ("refers to nothing", "references to nothing"),
    ("leads out of the document", "references outside"),
    ("the name is not allowed", "component names"),
    (".*is not valid JSON Schema", "invalid schema keywords"),
    ("is beside a reference", "beside a reference"),
    ("a bare example", "bare examples"),
    ("is empty; it is left out", "empty members"),
    ("a path parameter was not declared", "path parameter undeclared"),
    ("required is true or false", "required as boolean"),
)

SMALL_PLAN: dict[str, Any] = {
    "name": "small",
    "title": "Small",
    "summary": "A page beside the document.",
    "requirements": [{"id": "R1", "text": "It has a page", "kind": "manual"}],
    "entities": [
        {
            "name": "Small",
            "plural": "smalls",
            "labels": {"singular": "Small", "plural": "Smalls"},
            "display_field": "name",
            "own_page": False,
            "fields": [{"name": "name", "label": "Name", "type": "string", "required": True}],
        }
    ],
}


@dataclass
class Measured:
    """What became of a document; `refusal` is the one line if nothing was built of it."""

    name: str
    version: str = ""
    operations: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    refusal: str = ""
    seconds: float = 0.0

    @property
    def row(self) -> str:
        """A row of the table in docs/public-documents.md."""
        result = f"refused: {self.refusal}" if self.refusal else "accepted"
        kinds: dict[str, int] = {}
        for what, count in self.repairs.items():
            kind = next((short for said, short in KINDS if re.match(said, what)), what)
            kinds[kind] = kinds.get(kind, 0) + count
        repairs = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()) or "–"
        return (
            f"| {self.name} | {self.version or '–'} | {self.operations:,} | {result} | {repairs} "
            f"| {self.seconds:.1f} |"
        )


def measure(name: str, path: Path) -> Measured:
    """Takes a document through every step of `--openapi` before a plan is bound to it. Does blocking I/O.

    Any exception other than a refusal is a fault of ours, and is raised.
    """
    measured, begin = Measured(name), time.monotonic()
    try:
        _steps(path, measured)
    except (UnusableDocument, InputError) as refused:
        measured.refusal = str(refused).replace(f"{path.parent}/", "")
        assert "\n" not in measured.refusal, measured.refusal
    measured.seconds = time.monotonic() - begin
    return measured


def _steps(path: Path, measured: Measured) -> None:
    text = read_bundled(path).decode()
    found = normalise(text)
    measured.version = _version(text)
    measured.repairs = found.repair_counts
    measured.operations = len(client_operations(found.document))
    yaml_text(found.document)
    accepted = accept_plan(SMALL_PLAN, text)
    saved = json.loads(accepted.model_dump_json())
    accept_plan(saved, text)
    if found.problem:
        measured.refusal = f"not valid OpenAPI 3.1: {found.problem}"


def _version(text: str) -> str:
    """What the document says of itself, in its first lines or anywhere at its top."""
    for line in text.replace(",", "\n").splitlines():
        key, _, value = line.strip(" {\"'").partition(":")
        if key.strip(" \"'") in ("openapi", "swagger") and value.strip():
            return value.strip(" \"'")
    return ""
