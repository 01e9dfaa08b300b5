"""`stackwright doctor`: the tools on this machine, and what cannot be verified without the missing ones."""

from __future__ import annotations

import asyncio

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nodes.workstation import forget_toolchains, toolchains_of
from workbench.errors import EnvironmentMissing
from workbench.host.faults import check_host_folders
from workbench.host.folders import data_folders
from workbench.host.install import install_missing, link_into_environment
from workbench.host.npm_tools import ensure_tools
from workbench.host.process import CommandFailed
from workbench.host.python_tools import InstallFailed, ensure_schemathesis
from workbench.host.sandbox.containment import find_containment
from workbench.host.toolchains import Toolchains


async def examine(console: Console, *, install: bool) -> int:
    """Prints the table; 0 when nothing is missing, else 3. Raises `StackwrightError`."""
    folders = data_folders()
    await asyncio.to_thread(check_host_folders)
    found = await toolchains_of(folders)
    if install:
        await asyncio.to_thread(folders.toolchains.mkdir, parents=True, exist_ok=True)
        try:
            found = await install_missing(folders, found, console.print)
            forget_toolchains()
            await asyncio.to_thread(link_into_environment, folders)
            await ensure_tools(folders, found)
            await ensure_schemathesis(folders)
        except InstallFailed as error:
            raise EnvironmentMissing(str(error)) from error
        except CommandFailed as error:
            raise EnvironmentMissing(f"tools: {error}") from error
    _show(console, found)
    containment = await find_containment(folders, found)
    console.print(
        f"sandbox: bubblewrap ({containment.bubblewrap.path}) around every command that runs generated code"
        if containment.bubblewrap is not None
        else f"[yellow]no sandbox: {escape(containment.statement)}[/yellow]"
    )
    return 0 if all(tool.ok for tool in found.tools) else 3


def _show(console: Console, found: Toolchains) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("", "tool", "version", "minimum", "where", "not verified without it"):
        table.add_column(column, overflow="fold")
    for tool in found.tools:
        mark = "[green]✓[/green]" if tool.ok else "[red]✗[/red]"
        minimum = ".".join(map(str, tool.minimum)) if any(tool.minimum) else "any"
        where = str(tool.path) if tool.path else "–"
        table.add_row(mark, tool.name, tool.version_text, minimum, where, tool.without)
    console.print(table)
    if not all(tool.ok for tool in found.tools):
        console.print("To install the missing tools: stackwright doctor --install")
