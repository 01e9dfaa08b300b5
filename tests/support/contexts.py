"""Gate contexts on files that are written by hand: for gates that only read."""

from __future__ import annotations

from pathlib import Path

from tests.support.plans import NOTES, planned
from workbench.harness.gate_context import GateContext
from workbench.host.folders import Folders
from workbench.host.toolchains import Tool, Toolchains

TOOL = Tool("t", None, (), (), "")


def context_of(folder: Path, files: dict[str, str]) -> GateContext:
    """A context on these files; no tool is there."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    tools = Toolchains(TOOL, TOOL, TOOL, TOOL, TOOL, folder)
    return GateContext(folder, planned(NOTES), tools, folder / "s", Folders(folder / "h"))
