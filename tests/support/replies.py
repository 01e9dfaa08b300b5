"""What a fake model replies to each task, for a notes system."""

from __future__ import annotations

import json

from tests.support.plans import NOTES, planned
from tests.support.services import Reply
from workbench.llm.blocks import Block

NOTES_PLAN = planned(NOTES)


def draft(path: str, text: str) -> list[Block]:
    return [Block("file", text, {"path": path})]


def numbered(path: str) -> Reply:
    """A reply that differs each time, so that no tree is judged twice."""
    count = iter(range(100))
    return lambda _blocks: draft(path, f"version {next(count)}\n")


def plan_block(blocks: list[Block]) -> list[Block]:
    return [Block("plan", json.dumps(NOTES_PLAN.model_dump(mode="json", exclude={"storage"})))]


def replies(**other: Reply) -> dict[str, Reply]:
    return {
        "plan": plan_block,
        "backend": numbered("backend/cmd/server/main.go"),
        "frontend": numbered("frontend/src/main.tsx"),
        "repair": numbered("backend/internal/domain/note.go"),
    } | other
