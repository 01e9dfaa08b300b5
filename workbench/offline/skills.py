"""What the offline model can do: one function a task, from blocks to blocks.

The blocks of the prompt are all that a skill sees, so it also proves that prompts are sufficient.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from workbench.llm.blocks import Block
from workbench.offline.catalogue.without_records import refusal
from workbench.offline.plan_draft import draft_plan
from workbench.offline.reading.ideas import Contradiction
from workbench.offline.reading.understanding import understand
from workbench.offline.repair import repair_blocks
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import module_name
from workbench.workspace.repair_scope import RepairScope

_MODULE = re.compile(r"^module\s+(\S+)", re.M)


def answer(blocks: list[Block]) -> list[Block]:
    """The answer to a prompt's blocks. Raises KeyError for a prompt without a known task."""
    task = _only(blocks, "task").strip()
    return SKILLS[task](blocks)


def plan(blocks: list[Block]) -> list[Block]:
    """`request` and `storage` → `plan`, or `refusal` if the request names nothing to keep."""
    if any(block.kind == "openapi" for block in blocks):
        return [
            Block(
                "refusal",
                "The offline model cannot build from an OpenAPI document; name a model that can, "
                "for example: --model openai:gpt-5.",
            )
        ]
    request = _only(blocks, "request").strip()
    try:
        read = understand(request)
    except Contradiction as contradiction:
        return [Block("refusal", str(contradiction))]
    if not read.entities:
        return [Block("refusal", refusal(request))]
    draft = draft_plan(read, request, _only(blocks, "storage").strip())
    return [Block("plan", json.dumps(draft, indent=1, ensure_ascii=False))]


def backend(blocks: list[Block]) -> list[Block]:
    """`plan` and the text of go.mod → every file of the backend."""
    files = backend_files(_plan(blocks), _module(blocks))
    return [Block("file", text, {"path": path}) for path, text in files.items()]


def frontend(blocks: list[Block]) -> list[Block]:
    """`plan` → every file of the page."""
    files = frontend_files(_plan(blocks))
    return [Block("file", text, {"path": path}) for path, text in files.items()]


def repair(blocks: list[Block]) -> list[Block]:
    """`plan`, `layout`, `findings`, `scope` and shown `file`s → edits."""
    system = _plan(blocks)
    shown = {block.path: block.text for block in blocks if block.kind == "file"}
    layout = set(_only(blocks, "layout").split())
    files = backend_files(system, _module(blocks)) | frontend_files(system)
    whole = _only(blocks, "scope").strip() != RepairScope.EDIT
    found = repair_blocks(files, shown, layout, whole_files=whole)
    unseen = sorted(path for path in files if path in layout and path not in shown)
    if not found and unseen and not any(block.kind == "needed" for block in blocks):
        return [Block("need", "\n".join(unseen))]
    return found or [Block("refusal", "None of the shown files differs from the scaffold.")]


SKILLS: dict[str, Callable[[list[Block]], list[Block]]] = {
    "plan": plan,
    "backend": backend,
    "frontend": frontend,
    "repair": repair,
}


def _only(blocks: list[Block], kind: str) -> str:
    for block in blocks:
        if block.kind == kind:
            return block.text
    raise KeyError(kind)


def _plan(blocks: list[Block]) -> SystemPlan:
    return SystemPlan.model_validate_json(_only(blocks, "plan"))


def _module(blocks: list[Block]) -> str:
    for block in blocks:
        if block.path == "backend/go.mod" and (match := _MODULE.search(block.text)):
            return match[1]
    return module_name(_plan(blocks))
