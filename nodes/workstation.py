"""The real host: this machine's tools, found once a process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from workbench.evidence.audits import Audit, audits_of
from workbench.host.dependency_sync import SyncOutcome, sync_dependencies
from workbench.host.folders import Folders, data_folders, temporary_folder
from workbench.host.modules import StorageChoice, choose_storage
from workbench.host.npm_tools import ensure_tools, typescript_schema
from workbench.host.packages import PackageStore
from workbench.host.pins import SQLITE_MODULE
from workbench.host.python_tools import try_schemathesis
from workbench.host.registry_tools import RegistryTools
from workbench.host.sandbox.containment import Containment, SandboxMode, find_containment
from workbench.host.sandbox.registries import Registries, find_registries
from workbench.host.toolchains import Toolchains, find_toolchains

_FOUND: dict[Path, Toolchains] = {}
_CONTAINMENTS: dict[tuple[Path, SandboxMode], Containment] = {}
_REGISTRIES: dict[Path, Registries] = {}
_STANDARD_PACKAGES = ("net/http", "encoding/json", "log/slog", "testing")


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


async def registry_tools_of(folders: Folders, mode: SandboxMode) -> RegistryTools:
    """npm and go where they fetch packages. Raises `SandboxMissing`."""
    toolchains = await toolchains_of(folders)
    containment = await containment_of(folders, mode)
    if containment.bubblewrap is not None and folders.home not in _REGISTRIES:
        _REGISTRIES[folders.home] = await find_registries(toolchains)
    return RegistryTools(toolchains, containment, _REGISTRIES.get(folders.home, Registries()))


def forget_toolchains() -> None:
    """Looks again next time: something was installed."""
    _FOUND.clear()
    _REGISTRIES.clear()
    _CONTAINMENTS.clear()


class Workstation:
    """Implements `graph.services.Host` with the tools of this machine."""

    async def toolchains(self) -> Toolchains:
        return await toolchains_of(data_folders())

    async def containment(self, mode: SandboxMode) -> Containment:
        return await containment_of(data_folders(), mode)

    async def choose_storage(self, wanted: str, mode: SandboxMode) -> StorageChoice:
        return await choose_storage(await registry_tools_of(data_folders(), mode), wanted)

    async def typescript_schema(self, openapi: str) -> str:
        toolchains = await self.toolchains()
        tools = await ensure_tools(data_folders(), toolchains)
        return await typescript_schema(tools, toolchains, openapi)

    async def sync_dependencies(
        self, folder: Path, base: Mapping[str, str], mode: SandboxMode
    ) -> SyncOutcome:
        tools = await registry_tools_of(data_folders(), mode)
        packages = PackageStore(data_folders(), tools)
        return await sync_dependencies(folder, base, tools, packages)

    async def warm_up(self, base: Mapping[str, str], mode: SandboxMode, *, sqlite: bool) -> None:
        tools = await registry_tools_of(data_folders(), mode)
        packages = PackageStore(data_folders(), tools)
        async with temporary_folder("warm") as folder:
            await asyncio.to_thread(_write, folder, base)
            await asyncio.gather(
                packages.install(folder / "frontend"),
                _compile(tools, folder / "backend", sqlite=sqlite),
                try_schemathesis(data_folders()),
            )

    async def audits(self, folder: Path, mode: SandboxMode) -> tuple[Audit, ...]:
        return await audits_of(folder, await registry_tools_of(data_folders(), mode))

    async def module_cache(self, mode: SandboxMode) -> Path:
        return (await self.containment(mode)).go_modules or Path()


async def _compile(tools: RegistryTools, backend: Path, *, sqlite: bool) -> None:
    packages = list(_STANDARD_PACKAGES)
    if sqlite:
        await tools.go(backend, "mod", "download")
        packages.append(SQLITE_MODULE)
    await tools.go(backend, "build", *packages)
    if tools.toolchains.cc.ok:
        await tools.go(backend, "build", "-race", *packages)


def _write(folder: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
