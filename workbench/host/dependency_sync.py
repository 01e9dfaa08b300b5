"""Environment repairs that need no model: missing manifests, modules, packages, stale lock files."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from workbench.host.manifests import named_packages
from workbench.host.packages import PackageStore
from workbench.host.process import Command, run
from workbench.host.registry_tools import RegistryTools
from workbench.host.removal import remove_tree
from workbench.host.untrusted.files import UnreadableFile, read_text
from workbench.host.untrusted.npm import read_manifest

_IMPORT = re.compile(
    r"""(?:\bfrom\s+|\bimport\s+|\bimport\(\s*|\brequire\(\s*)["'](?P<name>[^"'\n]+)["']"""
)
_PACKAGE = re.compile(r"^(@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*$")
# npm's own limit for a name; and each package that is missing is one run of npm.
MAX_NAME, MAX_MISSING = 214, 40
MANIFESTS = (
    "backend/go.mod",
    "backend/go.sum",
    "frontend/package.json",
    "frontend/package-lock.json",
)


@dataclass
class SyncOutcome:
    """What was done so that manifests and installed packages agree, and what could not be."""

    repairs: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


async def sync_dependencies(
    folder: Path, base: Mapping[str, str], tools: RegistryTools, packages: PackageStore
) -> SyncOutcome:
    """Repairs the manifests of a checkout and installs what they name.

    `base` holds the manifests to fall back on if one is missing altogether.
    """
    outcome = SyncOutcome()
    await asyncio.to_thread(_restore, folder, base, outcome)
    await asyncio.gather(
        _sync_go(folder / "backend", tools, outcome),
        _sync_npm(folder / "frontend", packages, outcome),
    )
    return outcome


async def install_dependencies(
    folder: Path, tools: RegistryTools, packages: PackageStore
) -> list[str]:
    """Installs what the manifests of a folder name, and changes none of them; what cannot be had."""
    downloaded, failed = await asyncio.gather(
        tools.go(folder / "backend", "mod", "download"),
        packages.install(folder / "frontend"),
    )
    problems = [] if downloaded.ok else ["go mod download: " + downloaded.output[-400:]]
    return problems + ([] if failed is None else ["npm ci: " + failed.output[-400:]])


def _restore(folder: Path, base: Mapping[str, str], outcome: SyncOutcome) -> None:
    for path in MANIFESTS:
        target = folder / path
        if path in base and not target.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(base[path])
            outcome.repairs.append(f"{path} was missing and is back")


async def _sync_go(backend: Path, tools: RegistryTools, outcome: SyncOutcome) -> None:
    listed = await tools.go(backend, "list", "-mod=readonly", "-deps", "-test", "./...")
    if not listed.ok:
        before = await asyncio.to_thread(_read, backend / "go.mod")
        tidied = await tools.go(backend, "mod", "tidy")
        after = await asyncio.to_thread(_read, backend / "go.mod")
        if tidied.ok and before != after:
            outcome.repairs.append("backend/go.mod was brought up to date (go mod tidy)")
        elif not tidied.ok:
            outcome.problems.append("go mod tidy: " + tidied.output[-400:])
    await tools.go(backend, "mod", "download")
    # Formatting is applied, never a reason to reject. A file that does not parse is left alone.
    go = tools.toolchains.go.path
    if go is not None:
        argv = (str(go.with_name("gofmt")), "-w", ".")
        sandbox = tools.containment.sandbox(writable=(backend,))
        await run(Command(argv, backend, tools.toolchains.environment, 60, sandbox=sandbox))


async def _sync_npm(frontend: Path, packages: PackageStore, outcome: SyncOutcome) -> None:
    missing = await asyncio.to_thread(_missing_packages, frontend)
    for name in missing:
        added = await packages.update_lock(frontend, [name])
        if added.ok:
            outcome.repairs.append(f"npm package {name} was added to frontend/package.json")
        else:
            outcome.problems.append(f"npm package {name} cannot be had: {added.output[-300:]}")
    failed = await packages.install(frontend)
    if failed is not None:
        updated = await packages.update_lock(frontend, [])
        if updated.ok:
            outcome.repairs.append("frontend/package-lock.json was brought up to date")
            failed = await packages.install(frontend)
    if failed is not None:
        await asyncio.to_thread(remove_tree, frontend / "node_modules")
        outcome.problems.append("npm ci: " + failed.output[-400:])


def _missing_packages(frontend: Path) -> list[str]:
    """Packages that the sources import and package.json does not name, in a stable order."""
    try:
        named = named_packages(read_manifest(frontend))
    except UnreadableFile:
        return []  # the gate of dependencies says so
    found: dict[str, None] = {}
    for place, folders, names in os.walk(frontend / "src"):
        folders.sort()
        for name in sorted(name for name in names if PurePath(name).match("*.ts*")):
            for match in _IMPORT.finditer(_read(Path(place) / name)):
                package = _package_of(match["name"])
                if package and package not in named and len(found) < MAX_MISSING:
                    found[package] = None
    return list(found)


def _package_of(specifier: str) -> str:
    """``react-dom`` for ``react-dom/client``; nothing for relative, built-in and virtual names."""
    if specifier.startswith((".", "/", "node:", "virtual:", "#")):
        return ""
    parts = specifier.split("/")
    name = "/".join(parts[:2]) if specifier.startswith("@") else parts[0]
    return name if len(name) <= MAX_NAME and _PACKAGE.fullmatch(name) else ""


def _read(path: Path) -> str:
    try:
        return read_text(path.parent, path.name)
    except UnreadableFile:
        return ""
