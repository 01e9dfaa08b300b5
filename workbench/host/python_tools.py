"""Python packages in Stackwright's own folder, each apart from our environment and from the others."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from workbench.errors import EnvironmentMissing
from workbench.host.folders import Folders
from workbench.host.pins import SCHEMATHESIS_PACKAGE
from workbench.host.process import Command, CommandFailed, run_checked

INSTALL_TIMEOUT = 1200.0
SCHEMATHESIS = "schemathesis"


class InstallFailed(EnvironmentMissing):
    """A tool could not be installed; `tool` and `reason` say which and why."""

    def __init__(self, tool: str, reason: str) -> None:
        self.tool = tool
        self.reason = reason
        super().__init__(f"{tool} could not be installed: {reason}")


async def install_package(folders: Folders, package: str, name: str) -> Path:
    """The folder that holds the package. Raises `InstallFailed` or `CommandFailed`."""
    target = folders.toolchains / name
    await asyncio.to_thread(shutil.rmtree, target, ignore_errors=True)
    await asyncio.to_thread(folders.toolchains.mkdir, parents=True, exist_ok=True)
    if importlib.util.find_spec("pip") is not None:
        argv = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), package]
    elif uv := shutil.which("uv"):
        argv = [uv, "pip", "install", "--quiet", "--target", str(target), package]
    else:
        raise InstallFailed(name, "neither pip nor uv is there; run: python -m ensurepip")
    await run_checked(Command(tuple(argv), folders.toolchains, timeout=INSTALL_TIMEOUT))
    return target


async def ensure_schemathesis(folders: Folders) -> None:
    """Installs the pinned version unless it is there. Raises `InstallFailed` or `CommandFailed`."""
    if not await asyncio.to_thread(has_schemathesis, folders):
        target = await install_package(folders, SCHEMATHESIS_PACKAGE, SCHEMATHESIS)
        await asyncio.to_thread(_marker(folders).write_text, SCHEMATHESIS_PACKAGE)
        assert target == folders.toolchains / SCHEMATHESIS


async def try_schemathesis(folders: Folders) -> bool:
    """As `ensure_schemathesis`; False if it cannot be had. api.conformance then says so."""
    try:
        await ensure_schemathesis(folders)
    except (InstallFailed, CommandFailed):
        return False
    return True


def has_schemathesis(folders: Folders) -> bool:
    """True when the pinned version is installed whole."""
    marker = _marker(folders)
    return marker.is_file() and marker.read_text() == SCHEMATHESIS_PACKAGE


def schemathesis_environment(folders: Folders) -> Mapping[str, str]:
    """Variables with which our interpreter finds its packages before our own."""
    return {"PYTHONPATH": str(folders.toolchains / SCHEMATHESIS)}


def _marker(folders: Folders) -> Path:
    return folders.toolchains / SCHEMATHESIS / "installed"
