"""Finds Go, Node, a C compiler and Chromium; knows what is not verified without each."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.host.folders import Folders
from workbench.host.pins import GO_MINIMUM, NODE_MINIMUM
from workbench.host.process import Command, run

Version = tuple[int, ...]
# The same engine without a window's parts, which Playwright takes too, needs a third less processor.
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
VERSION_PATTERN = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True)
class Tool:
    """One tool as found, or not found, on this machine."""

    name: str
    path: Path | None
    version: Version
    minimum: Version
    without: str

    @property
    def ok(self) -> bool:
        """True when it is there and new enough."""
        return self.path is not None and self.version >= self.minimum

    @property
    def version_text(self) -> str:
        return ".".join(map(str, self.version)) if self.path is not None else "not found"


@dataclass(frozen=True)
class Toolchains:
    """Every tool that the gates need."""

    go: Tool
    node: Tool
    npm: Tool
    cc: Tool
    chromium: Tool
    bin: Path

    @property
    def tools(self) -> list[Tool]:
        return [self.go, self.node, self.npm, self.cc, self.chromium]

    @property
    def environment(self) -> Mapping[str, str]:
        """Variables for children: our launchers first on PATH, and quiet, local tools."""
        found = [tool.path.parent for tool in (self.go, self.node, self.npm) if tool.path]
        parts = [str(part) for part in dict.fromkeys([self.bin, *found])]
        environment = {
            "PATH": os.pathsep.join([*parts, os.environ.get("PATH", os.defpath)]),
            "GOTOOLCHAIN": "local",
            "CGO_ENABLED": "1" if self.cc.ok else "0",
            "CI": "1",
            "NO_COLOR": "1",
            "npm_config_ignore_scripts": "true",
            "npm_config_fund": "false",
            "npm_config_audit": "false",
            "npm_config_update_notifier": "false",
            "npm_config_loglevel": "error",
        }
        if self.cc.path is not None and self.cc.path.parent == self.bin:
            environment["CC"] = str(self.cc.path)
        return environment


async def find_toolchains(folders: Folders) -> Toolchains:
    """Looks in Stackwright's own folder first, then on PATH; runs each tool for its version."""
    go, node, npm, cc, chromium = await asyncio.gather(
        _find("go", ["go"], ["version"], GO_MINIMUM, "everything in the backend", folders),
        _find("node", ["node"], ["--version"], NODE_MINIMUM, "everything on the page", folders),
        _find("npm", ["npm"], ["--version"], (10, 0), "everything on the page", folders),
        _find(
            "c compiler",
            ["cc", "gcc", "clang"],
            ["--version"],
            (0,),
            "data races (go test -race)",
            folders,
        ),
        _find(
            "chromium",
            BROWSERS,
            ["--version"],
            (100,),
            "ui.journey: what the page does in a browser",
            folders,
        ),
    )
    return Toolchains(go, node, npm, cc, chromium, folders.bin)


async def _find(
    name: str,
    commands: Sequence[str],
    arguments: list[str],
    minimum: Version,
    without: str,
    folders: Folders,
) -> Tool:
    best = Tool(name, None, (), minimum, without)
    for path in await asyncio.to_thread(_candidates, name, commands, folders):
        version = await _version(path, arguments, folders)
        tool = Tool(name, path, version, minimum, without)
        if tool.ok:
            return tool
        if best.path is None:
            best = tool
    return best


def _candidates(name: str, commands: Sequence[str], folders: Folders) -> list[Path]:
    found = [folders.bin / command for command in commands]
    if name == "chromium":
        found += [Path(value) for value in [os.environ.get("STACKWRIGHT_CHROMIUM")] if value]
    found += [Path(path) for path in map(shutil.which, commands) if path]
    if name == "chromium":
        found += _playwright_browsers()
    return [path for path in dict.fromkeys(found) if os.access(path, os.X_OK)]


def _playwright_browsers() -> list[Path]:
    override = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    roots = [Path(override)] if override else []
    roots += [Path.home() / ".cache/ms-playwright", Path.home() / "Library/Caches/ms-playwright"]
    patterns = (
        "chromium_headless_shell-*/*/*headless*shell",
        "chromium-*/chrome-linux*/chrome",
        "chromium-*/chrome-mac*/*/Contents/MacOS/*",
    )
    return sorted((p for r in roots for g in patterns for p in r.glob(g)), reverse=True)


async def _version(path: Path, arguments: list[str], folders: Folders) -> Version:
    environment = {
        "PATH": os.pathsep.join([str(folders.bin), os.environ.get("PATH", os.defpath)]),
        "GOTOOLCHAIN": "local",
    }
    command = Command((str(path), *arguments), path.parent, environment, timeout=60)
    finished = await run(command)
    match = VERSION_PATTERN.search(finished.stdout)
    if not finished.ok or match is None:
        return ()
    return tuple(int(part) for part in match.groups() if part is not None)
