"""The systems that mutants are made of: some that the scaffold writes, and those of the recordings."""

from __future__ import annotations

import json
from pathlib import Path

from bench.calibration.systems import HOSTS, RECORDED, SOUND
from bench.recorded.assembling import folder_of, written_plan
from nodes.workstation import toolchains_of
from workbench.harness.gate_context import GateContext
from workbench.host.folders import data_folders
from workbench.host.sandbox.containment import find_containment
from workbench.llm.blocks import Block
from workbench.offline.skills import plan as offline_plan
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import accept_plan
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import base_files, module_name, protected_files

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


def write_backend(system: str, plan: SystemPlan, folder: Path) -> None:
    """The backend, and what is derived from its plan. Blocks."""
    if system in RECORDED:
        source = folder_of(system)
        files = {
            path.relative_to(source).as_posix(): path.read_text()
            for path in (source / "backend").rglob("*") if path.is_file()
        }  # fmt: skip
    else:
        files = backend_files(plan, module_name(plan))
    for name, text in (base_files(plan) | protected_files(plan, "") | files).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


async def context_of(plan: SystemPlan, folder: Path, scratch: Path) -> GateContext:
    """What gates are given. The code is our own and sound but for a mutant: it needs no sandbox."""
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    containment = await find_containment(folders, toolchains, "off")
    return GateContext(folder, plan, toolchains, scratch, folders, containment=containment)
