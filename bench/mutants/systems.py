"""The systems that mutants are made of: some that the scaffold writes, and those of the recordings."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

from bench.calibration.systems import HOSTS, RECORDED, SOUND
from bench.recorded.assembling import folder_of, written_plan
from nodes.workstation import Workstation, registry_tools_of, toolchains_of
from workbench.harness.gate_context import GateContext
from workbench.host.dependency_sync import sync_dependencies
from workbench.host.folders import data_folders
from workbench.host.npm_tools import ensure_tools
from workbench.host.packages import PackageStore
from workbench.host.sandbox.containment import find_containment
from workbench.llm.blocks import Block
from workbench.offline.skills import plan as offline_plan
from workbench.openapi.document import openapi_yaml
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.frontend import frontend_files
from workbench.scaffold.project import base_files, module_name, protected_files
from workbench.strength.mutants import Unmeasurable

# Of different shapes: texts, numbers and enums; references and dates; booleans; decimals and
# uniqueness; instants; several enums and references at once.
OFFLINE = ("contacts", "library", "todos", "inventory", "events", "clinic")
SYSTEMS = (*OFFLINE, *RECORDED)


def plan_of(system: str) -> SystemPlan:
    """The system's plan, made without a model. Blocks."""
    if system in RECORDED:
        return written_plan(system)
    request = [
        Block("task", "plan"),
        Block("request", (HOSTS | SOUND)[system]),
        Block("storage", "sqlite"),
    ]
    return accept_plan(json.loads(offline_plan(request)[0].text))


async def write_system(system: str, plan: SystemPlan, folder: Path, *, pages: bool) -> None:
    """The backend, what is derived from its plan, and with `pages` the frontend too."""
    schema = ""
    if pages:
        schema = await Workstation().typescript_schema(openapi_yaml(plan))
    files = base_files(plan) | protected_files(plan, schema)
    if system in RECORDED:
        files |= await asyncio.to_thread(_recorded, folder_of(system), pages)
    else:
        files |= backend_files(plan, module_name(plan))
        files |= frontend_files(plan) if pages else {}
    await asyncio.to_thread(_write, folder, files)


def _recorded(source: Path, pages: bool) -> dict[str, str]:
    parts = ("backend", "frontend") if pages else ("backend",)
    paths = [path for part in parts for path in (source / part).rglob("*") if path.is_file()]
    return {path.relative_to(source).as_posix(): path.read_text() for path in paths}


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


async def context_of(
    plan: SystemPlan, folder: Path, scratch: Path, *, pages: bool = False
) -> GateContext:
    """What gates are given. The code is our own and sound but for a mutant: it needs no sandbox.

    The backend's modules are downloaded, and with `pages` the frontend's packages installed.
    Raises `Unmeasurable`.
    """
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    containment = await find_containment(folders, toolchains, "off")
    await asyncio.to_thread(scratch.mkdir, parents=True, exist_ok=True)
    tools = await registry_tools_of(folders, "auto")
    downloaded = await tools.go(folder / "backend", "mod", "download")
    if not downloaded.ok:
        raise Unmeasurable(
            f"the backend's modules cannot be downloaded: {downloaded.output[-600:]}"
        )
    if pages:
        await ensure_tools(folders, toolchains)
        await sync_dependencies(folder, base_files(plan), tools, PackageStore(folders, tools))
    return GateContext(folder, plan, toolchains, scratch, folders, containment=containment)
