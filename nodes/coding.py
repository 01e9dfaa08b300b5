"""What both coders share: ask for one side, and turn the answer into that side's tree."""

from __future__ import annotations

import asyncio

from graph.state import BuildState, ComponentDraft
from nodes.emit import emit
from nodes.findings import findings_block
from nodes.guard import Update
from nodes.parts import ask_in_parts
from nodes.resources import plan_of, resources
from workbench.evidence.events import FilesWritten
from workbench.llm.blocks import Block
from workbench.plan.prompt_view import plan_for_prompt
from workbench.workspace.edits import draft_of
from workbench.workspace.paths import is_protected


async def write_component(
    state: BuildState, component: str, template: str, shown: tuple[str, ...]
) -> Update:
    """One side, whole. Files that an earlier version had and this one has not are taken away."""
    found = await resources(state)
    head = state["head"]
    plan = plan_of(state)
    blocks = [Block("task", component), Block("plan", plan_for_prompt(plan))]
    for path in shown:
        content = await asyncio.to_thread(found.trees.read, head, path)
        if content is not None:
            blocks.append(Block("file", content.decode(), {"path": path}))
    findings = await findings_block(state, found, component) if state.get("evidence") else None
    if findings is not None:
        blocks.append(findings)
    answer = await ask_in_parts(
        state, f"{component}_coder", template, blocks,
        has_findings=findings is not None, has_document=plan.document is not None,
    )  # fmt: skip
    usage = answer.usage
    notes = [f"{component}: asked again, since {reason}" for reason in answer.complaints]
    if answer.problem:
        draft = ComponentDraft(tree=None, problems=[f"{component}: {answer.problem}"], notes=notes)
        return {"drafts": {component: draft}, "usage": usage}
    present = await asyncio.to_thread(found.trees.read_all, head)
    proposed = draft_of(answer.blocks, present.get, (component,))
    if proposed.refusals:
        problems = [f"{component}: {item.path}: {item.reason}" for item in proposed.refusals]
        refused = ComponentDraft(tree=None, problems=problems, notes=notes)
        return {"drafts": {component: refused}, "usage": usage}
    stale: dict[str, bytes | None] = {
        path: None for path in present if _belongs_to_coder(path, component)
    }
    tree = await asyncio.to_thread(found.trees.write, head, stale | proposed.changes)
    emit(FilesWritten(node=f"{component}_coder", paths=sorted(proposed.changes)))
    return {
        "drafts": {component: ComponentDraft(tree=tree, problems=[], notes=notes)},
        "usage": usage,
    }


def _belongs_to_coder(path: str, component: str) -> bool:
    written = ("backend/cmd/", "backend/internal/", "backend/tests/", "frontend/src/")
    return path.startswith(component + "/") and path.startswith(written) and not is_protected(path)
