"""Systems for tests of single gates: generated without a model, changed by hand, built."""

from __future__ import annotations

import asyncio
import json
import shutil
from pathlib import Path

from nodes.workstation import Workstation, registry_tools_of, toolchains_of
from workbench.gates import backend_build
from workbench.harness.gate_context import GateContext
from workbench.host.dependency_sync import sync_dependencies
from workbench.host.folders import data_folders
from workbench.host.packages import PackageStore
from workbench.host.sandbox.containment import find_containment
from workbench.openapi.document import openapi_yaml
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.progress.results import Status
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import base_files, module_name, protected_files, readme


async def write_system(plan: SystemPlan, folder: Path) -> None:
    """The whole system of a plan that the scaffold can express."""
    schema = await Workstation().typescript_schema(openapi_yaml(plan))
    files = base_files(plan) | backend_files(plan, module_name(plan)) | frontend_files(plan)
    files |= protected_files(plan, schema) | {"README.md": readme(plan, None)}
    await asyncio.to_thread(_write, folder, files)


def write_backend_of(plan: SystemPlan, folder: Path) -> Path:
    """The system that is generated from a plan, without a page that could be built."""
    files = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    _write(folder, files)
    return folder


def _write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


async def installed(context: GateContext) -> GateContext:
    """The context with its npm packages."""
    base = await asyncio.to_thread(base_files, context.plan)
    tools = await registry_tools_of(context.folders, "auto")
    await sync_dependencies(context.folder, base, tools, PackageStore(context.folders, tools))
    return context


async def download_modules(context: GateContext) -> None:
    """Fills the cache with the backend's modules, which a new machine does not have."""
    tools = await registry_tools_of(context.folders, "auto")
    downloaded = await tools.go(context.folder / "backend", "mod", "download")
    assert downloaded.ok, downloaded.output


def change(folder: Path, path: str, *edits: tuple[str, str]) -> None:
    """Edits a file by hand; each text to be replaced must be there."""
    text = (folder / path).read_text()
    for before, after in edits:
        assert before in text, f"{path} has no {before!r}"
        text = text.replace(before, after)
    (folder / path).write_text(text)


async def context_on(folder: Path, scratch: Path) -> GateContext:
    """What gates are given for the system in that folder; it runs without a sandbox."""
    stored = json.loads((folder / ".stackwright/plan.json").read_text())
    plan = await asyncio.to_thread(accept_plan, stored)
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    containment = await find_containment(folders, toolchains, "off")
    return GateContext(folder, plan, toolchains, scratch, folders, containment=containment)


async def built_context(system: Path, folder: Path, **changes: tuple[str, str]) -> GateContext:
    """A copy of a system whose backend is built; `changes` maps a file's stem to (before, after)."""
    copy = folder / "work"
    shutil.copytree(system, copy)
    for stem, (before, after) in changes.items():
        paths = [p for p in copy.rglob("*.go") if p.stem == stem]
        assert len(paths) == 1, stem
        change(copy, paths[0].relative_to(copy).as_posix(), (before, after))
    context = await context_on(copy, folder / "scratch")
    await download_modules(context)
    assert (await backend_build.check(context)).status is Status.PASSED
    return context
