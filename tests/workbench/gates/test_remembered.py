"""Long measurements that passed are remembered, for exactly the files that they were made on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.plans import planned
from workbench.gates.remembered import NOTE, remembered
from workbench.gates.result import Finding, GateResult, Status, judged
from workbench.gates.site import Site
from workbench.machine.folders import Folders
from workbench.machine.toolchains import Tool, Toolchains


class Measurement:
    def __init__(self, *statuses: Status) -> None:
        self.left = list(statuses)

    async def __call__(self, site: Site) -> GateResult:
        findings = [] if self.left.pop(0) is Status.PASSED else [Finding(gate="g", message="no")]
        return judged("g", findings, seconds=9.0)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    tool = Tool("go", None, (1, 26), (1, 24), "nothing")
    tools = Toolchains(tool, tool, tool, tool, tool, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "main.go").write_text("package main")
    return Site(work, planned("A notes app"), tools, tmp_path, Folders(tmp_path), tmp_path / "kept")


async def test_what_passed_is_not_measured_again_and_says_so(site: Site) -> None:
    measure = Measurement(Status.PASSED)
    first = await remembered(site, "g", measure)
    again = await remembered(site, "g", measure)
    assert (first.status, first.deviations) == (Status.PASSED, ())
    assert (again.status, again.deviations, again.seconds) == (Status.PASSED, (NOTE,), 0.0)


async def test_other_files_are_measured(site: Site) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await remembered(site, "g", measure)
    (site.folder / "main.go").write_text("package other")
    assert (await remembered(site, "g", measure)).deviations == ()
    assert measure.left == []


async def test_what_failed_is_measured_again(site: Site) -> None:
    measure = Measurement(Status.FAILED, Status.FAILED)
    for _ in range(2):
        assert (await remembered(site, "g", measure)).status is Status.FAILED
    assert measure.left == []


async def test_verify_never_remembers(site: Site) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    for _ in range(2):
        await remembered(replace(site, memory=None), "g", measure)
    assert measure.left == []
