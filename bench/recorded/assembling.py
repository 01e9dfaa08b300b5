"""Recordings made of files: what a strong model would answer, kept as the files that it would write."""

from __future__ import annotations

import json
from pathlib import Path

from workbench.blocks import Block, write_blocks
from workbench.contract.checks import accept_plan
from workbench.contract.plan import SystemPlan
from workbench.models.endpoint import estimate_tokens
from workbench.models.journal import NONCE, CallJournal, RecordedCall

RECORDED = Path(__file__).parent
MODEL = "openai:hand-written"


def request_of(system: str) -> str:
    """What the user of the system asked for."""
    return (folder_of(system) / "request.txt").read_text().strip()


def folder_of(system: str) -> Path:
    """Where its request, its plan and its two sides are."""
    return RECORDED / system


def written_plan(system: str) -> SystemPlan:
    """The planner's answer, completed. Raises `ImpossiblePlan`."""
    return accept_plan(json.loads((folder_of(system) / "plan.json").read_text()))


def assemble(system: str, into: Path) -> Path:
    """A folder for ``--replay``: the plan, then each side whole. Blocks."""
    folder = folder_of(system)
    journal = CallJournal(into)
    plan = Block("plan", (folder / "plan.json").read_text())
    answers = {"planner": [plan]} | {
        f"{side}_coder": [
            Block("file", path.read_text(), {"path": path.relative_to(folder).as_posix()})
            for path in sorted((folder / side).rglob("*"))
            if path.is_file()
        ]
        for side in ("backend", "frontend")
    }
    for role, blocks in answers.items():
        answer = write_blocks(blocks, NONCE)
        journal.keep(
            RecordedCall(
                role=role, ordinal=0, model=MODEL, request="", answer=answer,
                output_tokens=estimate_tokens(answer),
            )
        )  # fmt: skip
    return into
