"""What both coders share: the scaffold or an answer of the model becomes the component's tree."""

from __future__ import annotations

import asyncio

from graph.services import Services
from graph.state import BuildState, ComponentDraft, Usage
from nodes.asking.findings import MAX_SHOWN_TOKENS, findings_block
from nodes.asking.multi_part import ask_in_parts
from nodes.asking.role import Asker
from nodes.asking.room import Room
from nodes.asking.starting import open_block, shown_files, starts_from_scaffold
from nodes.emit import emit
from nodes.resources import RunPlaces, places_of, plan_of, settings_of
from workbench.evidence.events import FilesWritten
from workbench.llm.blocks import Block
from workbench.plan.system import SystemPlan
from workbench.planning.prompt_view import plan_for_prompt
from workbench.rulebook.rules import written_rules
from workbench.scaffold.open_parts import open_parts
from workbench.workspace.edits import draft_of
from workbench.workspace.paths import Component, is_protected


async def write_component(
    state: BuildState, services: Services, component: Component, shown: tuple[str, ...]
) -> BuildState:
    """One component: the scaffold with a coder's changes, or written whole.

    If the scaffold is the whole component and nothing is wrong with it, no model is asked. Files
    of an earlier version that a whole answer does not have are removed. `shown` are the paths of the
    files that the coder must see.
    """
    places = await places_of(state)
    plan, settings = plan_of(state), settings_of(state)
    starts = await asyncio.to_thread(starts_from_scaffold, settings, plan, component)
    if starts and not state.get("evidence") and not open_parts(plan, component):
        whole = ComponentDraft(tree=state["head"], problems=[], notes=[])
        return {"drafts": {component: whole}}
    blocks = await asyncio.to_thread(_material, state, places, plan, component, shown)
    present = await asyncio.to_thread(places.trees.read_all, state["head"])
    if starts:
        blocks += [open_block(plan, component), *shown_files(plan, present, component)]
    elif plan.document is not None:
        blocks.append(open_block(plan, component))
    findings = await findings_block(state, places, component) if state.get("evidence") else None
    if findings is not None:
        blocks.append(findings)
        if not starts:  # else the files are shown already
            blocks += await asyncio.to_thread(_old_code, places, state["head"], component)
    asker = await Asker.of(state, services, f"{component}_coder")
    answer = await ask_in_parts(
        asker,
        "component_edits" if starts else f"{component}_coder",
        blocks,
        present,
        rules=written_rules(plan, component),
        has_findings=findings is not None,
    )
    notes = [f"{component}: asked again: {reason}" for reason in answer.complaints]
    if answer.problem:
        return _update(component, asker, None, [f"{component}: {answer.problem}"], notes)
    stale: dict[str, bytes | None] = {
        path: None for path in present if not starts and _belongs_to_coder(path, component)
    }
    staying = present.keys() - stale.keys()
    proposed = draft_of(answer.blocks, present.get, (component,), staying)
    if proposed.refusals:
        problems = [f"{component}: {item.path}: {item.reason}" for item in proposed.refusals]
        return _update(component, asker, None, problems, notes)
    tree = await asyncio.to_thread(places.trees.write, state["head"], stale | proposed.changes)
    emit(FilesWritten(node=f"{component}_coder", paths=sorted(proposed.changes)))
    return _update(component, asker, tree, [], notes)


def _material(
    state: BuildState,
    places: RunPlaces,
    plan: SystemPlan,
    component: Component,
    shown: tuple[str, ...],
) -> list[Block]:
    """Task, plan and the files that the coder must see. Does blocking I/O."""
    blocks = [Block("task", component), Block("plan", plan_for_prompt(plan))]
    for path in shown:
        content = places.trees.read(state["head"], path)
        if content is not None:
            blocks.append(Block("file", content.decode(), {"path": path}))
    return blocks


def _old_code(places: RunPlaces, head: str, component: Component) -> list[Block]:
    """The files of the earlier version that the coder wrote, as many as the limit allows. Does blocking I/O."""
    room = Room(MAX_SHOWN_TOKENS)
    blocks = []
    for path, content in sorted(places.trees.read_all(head).items()):
        text = content.decode("utf-8", "replace")
        if _belongs_to_coder(path, component) and room.takes(text):
            blocks.append(Block("old", text, {"path": path}))
    return blocks


def _update(
    component: Component, asker: Asker, tree: str | None, problems: list[str], notes: list[str]
) -> BuildState:
    draft = ComponentDraft(tree=tree, problems=problems, notes=notes)
    usage: dict[str, Usage] = {asker.role: asker.usage}
    return {"drafts": {component: draft}, "usage": usage}


def _belongs_to_coder(path: str, component: Component) -> bool:
    written = ("backend/cmd/", "backend/internal/", "backend/tests/", "frontend/src/")
    return path.startswith(component + "/") and path.startswith(written) and not is_protected(path)
