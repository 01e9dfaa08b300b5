"""A run's places on disk, and the plan and settings of its state."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from graph.context import Settings
from graph.services import Services
from graph.state import BuildState
from workbench.evidence.store import EvidenceStore
from workbench.harness.gate_context import GateContext
from workbench.host.folders import Folders, data_folders
from workbench.plan.system import SystemPlan
from workbench.runs.working_places import working_places
from workbench.workspace.trees import TreeStore


@dataclass(frozen=True)
class RunPlaces:
    """Where a run keeps its trees, its evidence and its working copies."""

    folders: Folders
    folder: Path
    work: Path
    """The working folder: a checkout of head, never the source of truth."""
    scratch: Path
    """Where gates leave binaries, bundles and screenshots."""
    trees: TreeStore
    evidence: EvidenceStore

    async def check_out(self, tree: str) -> None:
        """Makes the working folder hold exactly this tree, but for installed packages."""
        await asyncio.to_thread(self.trees.check_out, tree, self.work)


async def places_of(state: BuildState) -> RunPlaces:
    """The places of the state's run."""
    folder = Path(state["run"]["folder"])
    trees = await asyncio.to_thread(TreeStore, folder / "trees")
    working = await asyncio.to_thread(working_places, folder)
    return RunPlaces(
        data_folders(),
        folder,
        working.work,
        working.scratch,
        trees,
        EvidenceStore(folder / "evidence"),
    )


async def gate_context(places: RunPlaces, state: BuildState, services: Services) -> GateContext:
    """What the gates of the run's working folder are given."""
    return GateContext(
        places.work,
        plan_of(state),
        await services.host.toolchains(),
        places.scratch,
        places.folders,
        places.folders.measurements,
        await services.host.containment(settings_of(state).sandbox),
    )


def plan_of(state: BuildState) -> SystemPlan:
    """The approved plan. Parsed: call it once a node."""
    return SystemPlan.model_validate(state["plan"])


def settings_of(state: BuildState) -> Settings:
    """The run's frozen options."""
    return Settings.model_validate(state["settings"])
