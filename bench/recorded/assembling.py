"""Recordings made of files: what a strong model would answer, kept as the files that it would write."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from workbench.llm.blocks import Block, write_blocks
from workbench.llm.endpoint import estimate_tokens
from workbench.llm.recording import NONCE, RecordedCall, Recording
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan

RECORDED = Path(__file__).parent
MODEL = "openai:hand-written"


def request_of(system: str) -> str:
    """What the user of the system asked for."""
    return (folder_of(system) / "request.txt").read_text().strip()


def folder_of(system: str) -> Path:
    """Where its request, its plan and its two sides are."""
    return RECORDED / system


def document_of(system: str) -> Path | None:
    """The client's own OpenAPI document, if the system has one to meet."""
    document = folder_of(system) / "openapi.yaml"
    return document if document.is_file() else None


def written_plan(system: str) -> SystemPlan:
    """The planner's answer, completed. Raises `ImpossiblePlan`."""
    document = document_of(system)
    text = None if document is None else document.read_bytes().decode()
    return accept_plan(json.loads((folder_of(system) / "plan.json").read_text()), text)


class Repair(BaseModel):
    """What a first answer gets wrong: text of one file, and what belongs there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    wrong: str
    right: str

    def broken(self, path: str, text: str) -> str:
        """The file as the first answer has it."""
        return text.replace(self.right, self.wrong) if path == self.file else text

    @property
    def answer(self) -> Block:
        """What the debugger answers."""
        edit = f"<<<<<<< SEARCH\n{self.wrong}\n=======\n{self.right}\n>>>>>>> REPLACE"
        return Block("edit", edit, {"path": self.file})


def assemble(system: str, into: Path) -> Path:
    """A folder for ``--replay``: the plan, each whole component, with one fault and its repair if there is one.

    Does blocking I/O.
    """
    folder = folder_of(system)
    repair = _repair(folder)
    journal = Recording(into)
    answers = {"planner": [[Block("plan", (folder / "plan.json").read_text())]]}
    for component in ("backend", "frontend"):
        answers[f"{component}_coder"] = _in_parts(
            folder, component, _files(folder, component, repair)
        )
    answers["debugger"] = [] if repair is None else [[repair.answer]]
    for role, parts in answers.items():
        for ordinal, blocks in enumerate(parts):
            answer = write_blocks(blocks, NONCE)
            journal.add(
                RecordedCall(
                    role=role,
                    ordinal=ordinal,
                    model=MODEL,
                    request="",
                    answer=answer,
                    output_tokens=estimate_tokens(answer),
                )
            )
    return into


def _repair(folder: Path) -> Repair | None:
    written = folder / "repair.yaml"
    if not written.is_file():
        return None
    return Repair.model_validate(yaml.safe_load(written.read_text()))


def _in_parts(folder: Path, component: str, files: list[Block]) -> list[list[Block]]:
    """The answers that make up a component: ``parts.yaml`` names, by component, the folders of each but the last."""
    written = folder / "parts.yaml"
    named = yaml.safe_load(written.read_text()) if written.is_file() else {}
    parts: list[list[Block]] = []
    for prefixes in named.get(component, []):
        part = [block for block in files if block.path.startswith(tuple(prefixes))]
        files = [block for block in files if block not in part]
        parts.append([*part, Block("more", "\n".join(block.path for block in files))])
    return [*parts, files]


def _files(folder: Path, component: str, repair: Repair | None) -> list[Block]:
    paths = [path for path in sorted((folder / component).rglob("*")) if path.is_file()]
    named = {path.relative_to(folder).as_posix(): path.read_text() for path in paths}
    return [
        Block("file", repair.broken(name, text) if repair else text, {"path": name})
        for name, text in named.items()
    ]
