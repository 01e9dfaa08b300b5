"""Clients' documents and planners' plans that try to make our own process read, fetch or run something."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonpointer import set_pointer

from bench.chaos.outcome import Outcome
from bench.chaos.surroundings import SECRET, Surroundings
from workbench.errors import StackwrightError
from workbench.llm.blocks import Block
from workbench.offline.skills import plan as offline_plan
from workbench.openapi.document import openapi_yaml
from workbench.openapi.normalising import normalise
from workbench.openapi.reading.bundling import read_bundled
from workbench.planning.acceptance import accept_plan
from workbench.planning.plan_data import read_plan
from workbench.scaffold.project import base_files, readme

DOCUMENTS, PLANS = "documents", "plans"
TABLE = Path(__file__).with_name("documents.toml")


@dataclass(frozen=True)
class Document:
    """One document of the table `documents.toml`, which explains the fields."""

    name: str
    text: str
    refused: str = ""
    repeat: int = 1


@dataclass(frozen=True)
class Plan:
    """One plan of the table."""

    name: str
    at: str
    value: Any
    refused: str = ""
    readme_lacks: str = ""


def documents() -> list[Document]:
    """The table's documents."""
    return [Document(**entry) for entry in tomllib.loads(TABLE.read_text())["document"]]


def plans() -> list[Plan]:
    """The table's plans."""
    return [Plan(**entry) for entry in tomllib.loads(TABLE.read_text())["plan"]]


def try_document(document: Document, around: Surroundings) -> Outcome:
    """Reads it as `build --openapi` does. Does blocking I/O."""
    before = around.state()
    path = around.work / "openapi.yaml"
    path.write_text(_filled(document.text * document.repeat, around))
    try:
        text = read_bundled(path).decode()
        seen = text + openapi_seen(text)
        note = "it was read" if document.refused else ""
    except (StackwrightError, ValueError, OSError) as error:
        seen = str(error)
        note = "" if document.refused and len(seen) < 2000 else f"refused: {seen[:300]}"
    return _outcome(DOCUMENTS, document.name, around, before, seen, note)


def openapi_seen(text: str) -> str:
    """What becomes of the document. Raises `UnusableDocument`."""
    return str(normalise(text))


def try_plan(plan: Plan, around: Surroundings) -> Outcome:
    """Accepts it as the planner's node does, and derives files from it. Does blocking I/O."""
    before = around.state()
    value = json.loads(_filled(json.dumps(plan.value), around))
    text = json.dumps(set_pointer(json.loads(_notes()), plan.at, value, inplace=False))
    try:
        accepted = accept_plan(read_plan(text))
        files = base_files(accepted) | {"README.md": readme(accepted, None)}
        seen = "\n".join([*files.values(), openapi_yaml(accepted)])
        note = "it was accepted" if plan.refused else ""
        lacks = _filled(plan.readme_lacks, around)
        if lacks and lacks in files["README.md"]:
            note = "the README has the command"
    except StackwrightError as error:
        seen = str(error)
        note = "" if plan.refused else f"refused: {seen[:300]}"
    return _outcome(PLANS, plan.name, around, before, seen, note)


@cache
def _notes() -> str:
    """The offline model's plan of a notes system, as JSON."""
    asked = [Block("task", "plan"), Block("request", "A notes app"), Block("storage", "sqlite")]
    return offline_plan(asked)[0].text


def _filled(text: str, around: Surroundings) -> str:
    secret = str(around.outside / "secret.txt")
    return text.replace("{secret}", secret).replace("{port}", str(around.port))


def _outcome(
    kind: str, name: str, around: Surroundings, before: dict[str, str], seen: str, note: str
) -> Outcome:
    files, caches = around.changed(before)
    if around.reached:
        note = f"it reached a service of the host: {around.reached}"
    return Outcome(
        kind,
        name,
        survived=not note,
        files=files,
        caches=caches,
        secrets=int(SECRET in seen),
        note=note,
    )
