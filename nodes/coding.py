"""What both coders share: ask for one side, and turn the answer into that side's tree."""

from __future__ import annotations

import asyncio

from graph.state import BuildState, SideDraft
from nodes.emit import emit
from nodes.findings import findings_block
from nodes.guard import Update
from nodes.parts import ask_for_side
from nodes.resources import plan_of, resources
from workbench.blocks import Block
from workbench.contract.brief import brief_plan
from workbench.evidence.events import FilesWritten
from workbench.workspace.edits import draft_of
from workbench.workspace.paths import is_protected


async def write_side(state: BuildState, side: str, template: str, shown: tuple[str, ...]) -> Update:
    """One side, whole. Files that an earlier version had and this one has not are taken away."""
    found = await resources(state)
    head = state["head"]
    plan = plan_of(state)
    blocks = [Block("task", side), Block("plan", brief_plan(plan))]
    for path in shown:
        content = await asyncio.to_thread(found.trees.read, head, path)
        if content is not None:
            blocks.append(Block("file", content.decode(), {"path": path}))
    findings = await findings_block(state, found, side) if state.get("evidence") else None
    if findings is not None:
        blocks.append(findings)
    answer = await ask_for_side(
        state, f"{side}_coder", template, blocks,
        has_findings=findings is not None, has_document=plan.document is not None,
    )  # fmt: skip
    usage = answer.usage
    notes = [f"{side}: asked again, since {reason}" for reason in answer.complaints]
    if answer.problem:
        draft = SideDraft(tree=None, problems=[f"{side}: {answer.problem}"], notes=notes)
        return {"drafts": {side: draft}, "usage": usage}
    present = await asyncio.to_thread(found.trees.read_all, head)
    proposed = draft_of(answer.blocks, present.get, (side,))
    if proposed.refusals:
        problems = [f"{side}: {item.path}: {item.reason}" for item in proposed.refusals]
        refused = SideDraft(tree=None, problems=problems, notes=notes)
        return {"drafts": {side: refused}, "usage": usage}
    stale: dict[str, bytes | None] = {
        path: None for path in present if _belongs_to_coder(path, side)
    }
    tree = await asyncio.to_thread(found.trees.write, head, stale | proposed.changes)
    emit(FilesWritten(node=f"{side}_coder", paths=sorted(proposed.changes)))
    return {"drafts": {side: SideDraft(tree=tree, problems=[], notes=notes)}, "usage": usage}


def _belongs_to_coder(path: str, side: str) -> bool:
    written = ("backend/cmd/", "backend/internal/", "backend/tests/", "frontend/src/")
    return path.startswith(side + "/") and path.startswith(written) and not is_protected(path)
