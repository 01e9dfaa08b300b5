"""gofmt has been over every file that the debugger is shown: that alone is never a repair."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from bench.recorded.assembling import written_plan
from tests.support.plans import LIBRARY, planned
from workbench.host.folders import data_folders
from workbench.host.toolchains import find_toolchains
from workbench.offline.repair import repair_blocks
from workbench.plan.system import SystemPlan
from workbench.scaffold.backend import backend_files


@pytest.mark.parametrize("whole_files", [False, True])
@pytest.mark.parametrize(
    "plan",
    [planned(LIBRARY), written_plan("studio"), planned("an expense tracker with a monthly chart")],
    ids=lambda plan: plan.name,
)
def test_the_formatted_scaffold_needs_no_repair(
    plan: SystemPlan, whole_files: bool, tmp_path: Path
) -> None:
    files = backend_files(plan, "example.org/a")
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    go = asyncio.run(find_toolchains(data_folders())).go
    assert go.path is not None
    subprocess.run([go.path.with_name("gofmt"), "-w", "."], cwd=tmp_path, check=True)
    shown = {name: (tmp_path / name).read_text() for name in files}
    assert shown != files
    assert repair_blocks(files, shown, set(files), whole_files=whole_files) == []
