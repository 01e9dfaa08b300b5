"""What a node works with, found again from the state: folders, tools, trees, a clean checkout."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from graph.state import BuildState
from workbench.evidence.store import EvidenceStore
from workbench.harness.gate_context import GateContext
from workbench.host.folders import Folders, data_folders
from workbench.host.packages import PackageStore
from workbench.host.sandbox.containment import Containment, SandboxMode, find_containment
from workbench.host.toolchains import Toolchains, find_toolchains
from workbench.plan.system import SystemPlan
from workbench.workspace.trees import TreeStore

_FOUND: dict[Path, Toolchains] = {}
_CONTAINMENTS: dict[tuple[Path, SandboxMode], Containment] = {}


@dataclass(frozen=True)
class Resources:
    """The run's places on this machine."""

    folders: Folders
    folder: Path
    toolchains: Toolchains
    trees: TreeStore
    evidence: EvidenceStore
    containment: Containment

    @property
    def work(self) -> Path:
        """The working folder: a checkout of head, never the source of truth."""
        return self.folder / "work"

    @property
    def packages(self) -> PackageStore:
        return PackageStore(self.folders, self.toolchains)

    def context(self, plan: SystemPlan) -> GateContext:
        """Where the gates work."""
        scratch = self.folder / "scratch"
        return GateContext(
            self.work, plan, self.toolchains, scratch, self.folders, self.folders.measurements,
            self.containment,
        )  # fmt: skip


async def toolchains_of(folders: Folders) -> Toolchains:
    """The machine's tools, looked for once a process."""
    if folders.home not in _FOUND:
        _FOUND[folders.home] = await find_toolchains(folders)
    return _FOUND[folders.home]


async def containment_of(folders: Folders, mode: SandboxMode) -> Containment:
    """How this host contains generated code, tried once a process. Raises `SandboxMissing`."""
    key = (folders.home, mode)
    if key not in _CONTAINMENTS:
        toolchains = await toolchains_of(folders)
        _CONTAINMENTS[key] = await find_containment(folders, toolchains, mode)
    return _CONTAINMENTS[key]


def forget_toolchains() -> None:
    """Looks again next time: something was installed."""
    _FOUND.clear()
    _CONTAINMENTS.clear()


async def resources(state: BuildState) -> Resources:
    """The resources of the run in the state."""
    folders = data_folders()
    folder = Path(state["run"]["folder"])
    trees = await asyncio.to_thread(TreeStore, folder / "trees")
    return Resources(
        folders, folder, await toolchains_of(folders), trees, EvidenceStore(folder / "evidence"),
        await containment_of(folders, state["settings"].get("sandbox", "auto")),
    )  # fmt: skip


async def check_out(found: Resources, tree: str) -> None:
    """Makes the working folder hold exactly this tree, but for installed packages."""
    await asyncio.to_thread(found.trees.check_out, tree, found.work)


def plan_of(state: BuildState) -> SystemPlan:
    """The approved plan."""
    return SystemPlan.model_validate(state["plan"])
