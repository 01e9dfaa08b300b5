"""installer: joins the drafts, and makes manifests and installed packages agree. No model."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine

from langgraph.types import Overwrite

from graph.services import Services
from graph.state import AnswerProblem, BuildState
from nodes.emit import emit
from nodes.resources import RunPlaces, places_of, plan_of, settings_of
from workbench.evidence.events import InstallerFixed, PackagesAwaited
from workbench.host.dependency_sync import MANIFESTS, SyncOutcome
from workbench.scaffold.project import base_files
from workbench.workspace.paths import COMPONENTS, Component

PROGRESS_SECONDS = 30.0


async def installer(state: BuildState, services: Services) -> BuildState:
    """The new head: drafts joined, manifests repaired, Go files formatted, packages installed."""
    if state.get("stop") is not None:
        return {}  # a parallel coder failed: there is nothing to join
    places = await places_of(state)
    drafts = state["drafts"]
    problems = [
        AnswerProblem(component=_component(name), message=problem)
        for name, draft in drafts.items()
        for problem in draft["problems"]
    ]
    trees = {name: draft["tree"] for name, draft in drafts.items() if draft["tree"] is not None}
    head = await asyncio.to_thread(places.trees.join, state["head"], trees)
    await places.check_out(head)
    base = await asyncio.to_thread(base_files, plan_of(state))
    syncing = services.host.sync_dependencies(places.work, base, settings_of(state).sandbox)
    outcome = await with_progress(syncing)
    for repair in outcome.repairs:
        emit(InstallerFixed(what=repair))
    return {
        "head": await asyncio.to_thread(_with_changes_of_tools, places, head),
        "drafts": Overwrite({}),  # type: ignore[typeddict-item]
        "problems": problems,
        "notes": [
            *(note for draft in drafts.values() for note in draft["notes"]),
            *outcome.repairs,
            *outcome.problems,
        ],
    }


async def with_progress(syncing: Coroutine[None, None, SyncOutcome]) -> SyncOutcome:
    """The outcome; while packages are fetched, an event says every half minute that it goes on."""
    started = time.monotonic()
    task = asyncio.create_task(syncing)
    try:
        while not (await asyncio.wait({task}, timeout=PROGRESS_SECONDS))[0]:
            emit(PackagesAwaited(seconds=round(time.monotonic() - started)))
        return task.result()
    finally:
        if not task.done():  # the run was cancelled: what the task started ends first
            task.cancel()
            await asyncio.wait({task})


def _component(draft: str) -> Component | None:
    """The component that a draft is of; None for the debugger's, which may change both."""
    return next((name for name in COMPONENTS if name == draft), None)


def _with_changes_of_tools(places: RunPlaces, head: str) -> str:
    """The tree with what the tools changed: manifests and formatted Go files."""
    paths = {path for path in places.trees.paths(head) if path.endswith(".go")} | set(MANIFESTS)
    changed = {
        path: content
        for path, content in places.trees.snapshot(places.work, sorted(paths)).items()
        if content is not None
    }
    return places.trees.write(head, changed)
