"""Installs the generated system's npm packages: node_modules from a store by lock file."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from workbench.host.folders import Folders
from workbench.host.process import Finished
from workbench.host.registry_tools import RegistryTools
from workbench.host.removal import remove_tree
from workbench.host.stored_packages import is_whole, place, seal

# What Vite and Vitest write beside the packages, which are shared with later runs.
NODE_CACHES = (".vite", ".vite-temp")


# Followed by the id of the process that fills it.
STAGING = ".new-"


class PackageStore:
    """Installed node_modules, one folder a lock file, shared between runs by hard links."""

    def __init__(self, folders: Folders, tools: RegistryTools) -> None:
        self._root = folders.packages
        self._tools = tools

    async def install(self, frontend: Path) -> Finished | None:
        """Makes frontend/node_modules agree with the lock file.

        Returns None when it does now, else how `npm ci` failed. No change of digest, no work.
        """
        digest = await asyncio.to_thread(_digest, frontend)
        marker = frontend / "node_modules" / ".installed-digest"
        if await asyncio.to_thread(_reads, marker, digest):
            return None
        stored = self._root / digest
        if not await asyncio.to_thread(is_whole, stored):
            await asyncio.to_thread(remove_tree, stored)
            failed = await self._fill(frontend, stored)
            if failed is not None:
                return failed
        packages = frontend / "node_modules"
        await asyncio.to_thread(os.utime, stored)  # what is in use is not among the oldest
        await asyncio.to_thread(place, stored, packages)
        for name in NODE_CACHES:  # a sandbox mounts folders of its own there
            await asyncio.to_thread((packages / name).mkdir, exist_ok=True)
        await asyncio.to_thread(marker.write_text, digest)
        return None

    async def _fill(self, frontend: Path, stored: Path) -> Finished | None:
        """Installs into a staging folder, then renames: a killed install leaves nothing half."""
        await asyncio.to_thread(self._root.mkdir, parents=True, exist_ok=True)
        prefix = f"{STAGING}{os.getpid()}-"
        staging = Path(await asyncio.to_thread(tempfile.mkdtemp, dir=self._root, prefix=prefix))
        try:
            for name in ("package.json", "package-lock.json"):
                await asyncio.to_thread(shutil.copyfile, frontend / name, staging / name)
            finished = await self._tools.npm(staging, "ci")
            if not finished.ok:
                return finished
            await asyncio.to_thread(seal, staging)
            await asyncio.to_thread(_rename_into_place, staging, stored)
        finally:
            await asyncio.to_thread(remove_tree, staging)
        return None

    async def update_lock(self, frontend: Path, added: list[str]) -> Finished:
        """Brings package.json and its lock file up to date, adding packages at exact versions."""
        arguments = ("install", "--package-lock-only", "--save-exact", *added)
        return await self._tools.npm(frontend, *arguments)


def _digest(frontend: Path) -> str:
    digest = hashlib.sha256()
    for name in ("package.json", "package-lock.json"):
        path = frontend / name
        digest.update(path.read_bytes() if path.is_file() else b"\x00")
    return digest.hexdigest()[:24]


def _reads(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text


def _rename_into_place(staging: Path, stored: Path) -> None:
    try:
        staging.rename(stored)
    except OSError:
        if not is_whole(stored):  # another run was faster: its copy serves too
            raise
