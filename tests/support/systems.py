"""Checked-out systems for tests of single gates, with one piece changed by hand."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

from nodes.workstation import toolchains_of
from workbench.gates import backend_build
from workbench.harness.gate_context import GateContext
from workbench.host.dependency_sync import sync_dependencies
from workbench.host.folders import data_folders
from workbench.host.packages import PackageStore
from workbench.planning.acceptance import accept_plan
from workbench.progress.results import Status
from workbench.scaffold.project import base_files


async def installed(context: GateContext) -> GateContext:
    """The site with its npm packages."""
    base = await asyncio.to_thread(base_files, context.plan)
    await sync_dependencies(
        context.folder, base, context.toolchains,
        PackageStore(context.folders, context.toolchains),
    )  # fmt: skip
    return context


def change(folder: Path, path: str, *edits: tuple[str, str]) -> None:
    """Edits a file by hand; each text to be replaced must be there."""
    text = (folder / path).read_text()
    for before, after in edits:
        assert before in text, f"{path} has no {before!r}"
        text = text.replace(before, after)
    (folder / path).write_text(text)


async def built_context(system: Path, folder: Path, **changes: tuple[str, str]) -> GateContext:
    """A copy of a system whose backend is built; `changes` maps a file's stem to (before, after)."""
    copy = folder / "work"
    shutil.copytree(system, copy)
    for stem, (before, after) in changes.items():
        paths = [p for p in copy.rglob("*.go") if p.stem == stem]
        assert len(paths) == 1, stem
        text = paths[0].read_text()
        assert before in text, f"{stem} has no {before!r}"
        paths[0].write_text(text.replace(before, after))
    folders = data_folders()
    stored = json.loads((copy / ".stackwright/plan.json").read_text())
    plan = await asyncio.to_thread(accept_plan, stored)
    toolchains = await toolchains_of(folders)
    context = GateContext(copy, plan, toolchains, folder / "scratch", folders)
    assert (await backend_build.check(context)).status is Status.PASSED
    return context
