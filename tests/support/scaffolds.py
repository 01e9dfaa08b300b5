"""Backends as they are generated, without a build: for tests of gates on the Go side."""

from __future__ import annotations

import asyncio
from pathlib import Path

from nodes.workstation import containment_of, registry_tools_of, toolchains_of
from tests.support.plans import NOTES, planned
from workbench.harness.gate_context import GateContext
from workbench.host.folders import data_folders
from workbench.host.sandbox.containment import SandboxMode
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files


async def scaffolded_backend(
    folder: Path, files: dict[str, str] | None = None, *, sandbox: SandboxMode = "auto"
) -> GateContext:
    """A context on a notes app's backend, with these files written over it or added."""
    plan = await asyncio.to_thread(_write, folder, files or {})
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    tools = await registry_tools_of(folders, sandbox)
    await tools.go(folder / "app/backend", "mod", "download")
    containment = await containment_of(folders, sandbox)
    return GateContext(
        folder / "app", plan, toolchains, folder / "build", folders, containment=containment
    )


def _write(folder: Path, files: dict[str, str]) -> SystemPlan:
    plan = planned(NOTES)
    written = base_files(plan) | protected_files(plan, "") | backend_files(plan, module_name(plan))
    for path, text in (written | files).items():
        target = folder / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    (folder / "build").mkdir()
    return plan
