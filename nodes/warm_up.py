"""warm_up: fills caches while the coders write; changes nothing in the project."""

from __future__ import annotations

import asyncio
from pathlib import Path

from graph.state import BuildState
from nodes.guard import Update, guarded
from nodes.resources import Resources, plan_of, resources
from workbench.host.folders import temporary_folder
from workbench.host.packages import go_command
from workbench.host.pins import SQLITE_MODULE
from workbench.host.python_tools import try_schemathesis
from workbench.scaffold.project import base_files


@guarded("warm_up")
async def warm_up(state: BuildState) -> Update:
    """Installs the base packages and compiles the base's dependencies, with and without -race.

    A failure is left to the installer and the gates, which meet it again and can say what it means.
    """
    found = await resources(state)
    files = await asyncio.to_thread(base_files, plan_of(state))
    async with temporary_folder("warm") as base:
        await asyncio.to_thread(_write, base, files)
        await asyncio.gather(
            found.packages.install(base / "frontend"),
            _compile(found, base / "backend"),
            try_schemathesis(found.folders),
        )
    return {}


async def _compile(found: Resources, backend: Path) -> None:
    packages = ["net/http", "encoding/json", "log/slog", "testing"]
    if await asyncio.to_thread((backend / "go.sum").is_file):
        await go_command(found.toolchains, backend, "mod", "download")
        packages.append(SQLITE_MODULE)
    await go_command(found.toolchains, backend, "build", *packages)
    if found.toolchains.cc.ok:
        await go_command(found.toolchains, backend, "build", "-race", *packages)


def _write(base: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        target = base / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
