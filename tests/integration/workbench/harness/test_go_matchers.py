"""The table of matcher cases, run by the Go contract tests' runner; the gates run the same one."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from nodes.workstation import toolchains_of
from workbench.host.folders import data_folders
from workbench.host.process import Command, run
from workbench.scaffold.code_templates import render_code
from workbench.scaffold.project import TEMPLATES

DATA = Path(__file__).parents[3] / "data"


async def test_the_go_runner_passes_the_table(tmp_path: Path) -> None:
    await asyncio.to_thread(_write, tmp_path)
    toolchains = await toolchains_of(data_folders())
    command = Command(("go", "test", "-count=1", "."), tmp_path, toolchains.environment)
    finished = await run(command)
    assert finished.ok, finished.output


def _write(folder: Path) -> None:
    (folder / "go.mod").write_text("module table\n\ngo 1.24\n")
    runner = render_code(TEMPLATES / "backend", "trace_runner_test.go.j2")
    (folder / "trace_runner_test.go").write_text(runner)
    shutil.copy(DATA / "matchers.json", folder)
    shutil.copy(DATA / "matcher_table_test.go.txt", folder / "table_test.go")
