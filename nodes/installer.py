"""installer: joins the drafts, and makes manifests and installed packages agree. No model."""

from __future__ import annotations

import asyncio

from graph.state import BuildState
from nodes.emit import emit
from nodes.guard import Update, guarded
from nodes.resources import Resources, check_out, plan_of, resources
from workbench.evidence.events import InstallerFixed
from workbench.host.dependency_sync import MANIFESTS, sync_dependencies
from workbench.scaffold.project import base_files


@guarded("installer")
async def installer(state: BuildState) -> Update:
    """The new head: drafts joined, manifests repaired, Go files formatted, packages installed."""
    found = await resources(state)
    drafts = {component: draft for component, draft in state["drafts"].items() if draft is not None}
    problems = [problem for draft in drafts.values() for problem in draft["problems"]]
    components = {
        component: draft["tree"] for component, draft in drafts.items() if draft["tree"] is not None
    }
    head = await asyncio.to_thread(found.trees.join, state["head"], components)
    await check_out(found, head)
    base = await asyncio.to_thread(base_files, plan_of(state))
    outcome = await sync_dependencies(found.work, base, found.toolchains, found.packages)
    for repair in outcome.repairs:
        emit(InstallerFixed(what=repair))
    head = await asyncio.to_thread(_record, found, head)
    return {
        "head": head,
        "drafts": {"backend": None, "frontend": None},
        "problems": problems,
        "notes": [
            *(note for draft in drafts.values() for note in draft["notes"]),
            *outcome.repairs,
            *outcome.problems,
        ],
    }


def _record(found: Resources, head: str) -> str:
    """The tree with what the tools changed: manifests and formatted Go files."""
    paths = {path for path in found.trees.paths(head) if path.endswith(".go")} | set(MANIFESTS)
    changed = {
        path: content
        for path, content in found.trees.snapshot(found.work, sorted(paths)).items()
        if content is not None
    }
    return found.trees.write(head, changed)
