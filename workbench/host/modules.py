"""Whether the Go modules of the SQLite store can be had; decides where data is kept."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from workbench.host.folders import temporary_folder
from workbench.host.pins import SQLITE_MODULE, SQLITE_VERSION
from workbench.host.registry_tools import RegistryTools


@dataclass(frozen=True)
class StorageChoice:
    """The storage, and why; `refused` when it was insisted on and cannot be downloaded."""

    storage: str
    reason: str
    refused: bool = False


async def choose_storage(tools: RegistryTools, wanted: str) -> StorageChoice:
    """Decides before the plan is shown: SQLite if its modules can be downloaded, else memory."""
    if wanted == "memory":
        return StorageChoice("memory", "asked for: nothing survives a restart")
    problem = await _fetch_sqlite(tools)
    if not problem:
        return StorageChoice("sqlite", f"{SQLITE_MODULE} {SQLITE_VERSION} is there")
    if wanted == "sqlite":
        return StorageChoice(
            "sqlite", f"its Go module cannot be downloaded: {problem}", refused=True
        )
    return StorageChoice("memory", f"SQLite's Go module cannot be downloaded ({problem})")


def planned_storage(wanted: str) -> StorageChoice:
    """What a plan says before anything is built; `choose_storage` decides when it is."""
    if wanted == "memory":
        return StorageChoice("memory", "asked for: nothing survives a restart")
    return StorageChoice("sqlite", f"if {SQLITE_MODULE} can be had when it is built")


async def _fetch_sqlite(tools: RegistryTools) -> str:
    """Downloads the module into Go's own cache; the reason why not, or nothing."""
    async with temporary_folder("modules") as folder:
        manifest = f"module probe\n\ngo 1.24.0\n\nrequire {SQLITE_MODULE} {SQLITE_VERSION}\n"
        await asyncio.to_thread((folder / "go.mod").write_text, manifest)
        finished = await tools.go(folder, "mod", "download", SQLITE_MODULE)
    if finished.ok:
        return ""
    return (
        finished.output.strip().splitlines()[-1][-200:] if finished.output.strip() else "no answer"
    )
