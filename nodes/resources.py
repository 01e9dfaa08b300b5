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
from workbench.host.toolchains import Toolchains, find_toolchains
from workbench.plan.system import SystemPlan
from workbench.runs.working_places import working_places
from workbench.workspace.trees import TreeStore

_FOUND: dict[Path, Toolchains] = {}


@dataclass(frozen=True)
class Resources:
    """The run's places on this machine."""

    folders: Folders
    folder: Path
    work: Path
    """The working folder: a checkout of head, never the source of truth."""
    scratch: Path
    toolchains: Toolchains
    trees: TreeStore
    evidence: EvidenceStore

    @property
    def packages(self) -> PackageStore:
        return PackageStore(self.folders, self.toolchains)

    def context(self, plan: SystemPlan) -> GateContext:
        """Where the gates work."""
        return GateContext(
            self.work, plan, self.toolchains, self.scratch, self.folders, self.folders.measurements
        )


async def toolchains_of(folders: Folders) -> Toolchains:
    """The machine's tools, looked for once a process."""
    if folders.home not in _FOUND:
        _FOUND[folders.home] = await find_toolchains(folders)
    return _FOUND[folders.home]


def forget_toolchains() -> None:
    """Looks again next time: something was installed."""
    _FOUND.clear()


async def resources(state: BuildState) -> Resources:
    """The resources of the run in the state."""
    folders = data_folders()
    folder = Path(state["run"]["folder"])
    trees = await asyncio.to_thread(TreeStore, folder / "trees")
    places = await asyncio.to_thread(working_places, folder)
    return Resources(
        folders, folder, places.work, places.scratch, await toolchains_of(folders), trees,
        EvidenceStore(folder / "evidence"),
    )  # fmt: skip


async def check_out(found: Resources, tree: str) -> None:
    """Makes the working folder hold exactly this tree, but for installed packages."""
    await asyncio.to_thread(found.trees.check_out, tree, found.work)


def plan_of(state: BuildState) -> SystemPlan:
    """The approved plan."""
    return SystemPlan.model_validate(state["plan"])
