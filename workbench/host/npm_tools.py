"""Our own npm tools, in a folder apart from the generated system's packages."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

from workbench.host.folders import Folders, temporary_folder
from workbench.host.pins import TOOL_PACKAGES
from workbench.host.process import Command, run_checked
from workbench.host.toolchains import Toolchains

INSTALL_TIMEOUT = 600.0


async def ensure_tools(folders: Folders, toolchains: Toolchains) -> Path:
    """The tool folder with every pinned package installed; installs them when they are not.

    Raises `CommandFailed` when npm cannot install them.
    """
    return await install_tools(folders.tools, TOOL_PACKAGES, toolchains)


async def install_tools(folder: Path, packages: Mapping[str, str], toolchains: Toolchains) -> Path:
    """The folder with these packages installed, by name and version. Raises `CommandFailed`."""
    manifest = json.dumps({"name": "stackwright-tools", "private": True, "dependencies": packages})
    marker = folder / "installed.json"
    if await asyncio.to_thread(_reads, marker, manifest):
        return folder
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    await asyncio.to_thread((folder / "package.json").write_text, manifest)
    command = Command(
        ("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"),
        folder,
        toolchains.environment,
        INSTALL_TIMEOUT,
    )
    await run_checked(command)
    await asyncio.to_thread(marker.write_text, manifest)
    return folder


async def typescript_schema(tools: Path, toolchains: Toolchains, document: str) -> str:
    """TypeScript types of an OpenAPI document. Raises `CommandFailed`."""
    async with temporary_folder("schema") as scratch:
        source, target = scratch / "openapi.yaml", scratch / "schema.d.ts"
        await asyncio.to_thread(source.write_text, document)
        script = tools / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
        # An object without properties only adds to others in an `allOf`: it is no empty object.
        options = ("--empty-objects-unknown", "-o", str(target))
        argv = ("node", str(script), str(source), *options)
        await run_checked(Command(argv, tools, toolchains.environment, 120))
        return await asyncio.to_thread(target.read_text)


def _reads(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text
