"""What a coder starts from: the scaffold, with the list of what is open, or an empty component."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from graph.context import Settings
from nodes.asking.findings import MAX_SHOWN_TOKENS
from nodes.asking.room import Room
from workbench.llm.blocks import Block
from workbench.llm.recording import Recording
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.open_parts import generated_tests_to_change, open_parts
from workbench.scaffold.project import module_name
from workbench.workspace.paths import Component

OPEN = "open"


def starts_from_scaffold(settings: Settings, plan: SystemPlan, component: Component) -> bool:
    """True if the component begins as the scaffold. Does blocking I/O: it looks into a recording.

    A client's own document has no scaffold yet. A recording in which the coder wrote the whole
    component is replayed that way. Raises `BrokenRecording`.
    """
    if settings.scaffold == "off" or plan.document is not None:
        return False
    if not settings.replay:
        return True
    recorded = Recording(Path(settings.replay)).find(f"{component}_coder", 0)
    return recorded is None or f" {OPEN}>>>" in recorded.request


def scaffold_files(settings: Settings, plan: SystemPlan) -> dict[str, str]:
    """Path → text of the scaffold of every component that starts from it. Does blocking I/O."""
    files: dict[str, str] = {}
    if starts_from_scaffold(settings, plan, "backend"):
        files |= backend_files(plan, module_name(plan))
    if starts_from_scaffold(settings, plan, "frontend"):
        files |= frontend_files(plan)
    return files


def open_block(plan: SystemPlan, component: Component) -> Block:
    """What is left to the coder, one thing a line."""
    lines = [f"- {part}" for part in open_parts(plan, component)]
    return Block(OPEN, "\n".join(lines) or "- nothing: resolve the findings")


def shown_files(
    plan: SystemPlan, present: Mapping[str, bytes], component: Component
) -> list[Block]:
    """The component's files, and the layout of all, as many as the limit allows.

    Tests come last, but for those that must be changed.
    """
    folders = {"backend": ("backend/cmd/", "backend/internal/"), "frontend": ("frontend/src/",)}
    paths = [path for path in sorted(present) if path.startswith(folders[component])]
    own = [path for path in paths if not path.startswith("frontend/src/api/")]
    blocks: list[Block] = []
    room = Room(MAX_SHOWN_TOKENS)
    first = generated_tests_to_change(plan, own)
    for path in sorted(own, key=lambda p: ("test" in p and p not in first, "/kit/" in p)):
        text = present[path].decode()
        if not room.takes(text):
            break
        blocks.append(Block("file", text, {"path": path}))
    return [Block("layout", "\n".join(paths)), *blocks]
