"""Long measurements that passed are remembered, for exactly the files that they were made on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.plans import planned
from workbench.gates import remembered as remembering
from workbench.gates.pipeline import clear_scratch
from workbench.gates.remembered import NOTE, remembered
from workbench.gates.result import Finding, GateResult, Status, judged
from workbench.gates.site import Site
from workbench.machine.folders import Folders
from workbench.machine.toolchains import Tool, Toolchains


def leave(scratch: Path) -> None:
    (scratch / "shots").mkdir(exist_ok=True)
    (scratch / "shots/list.png").write_bytes(b"a picture")
    (scratch / "record.json").write_text("{}")


def files_in(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def lose_a_picture(memory: Path) -> None:
    (picture,) = memory.rglob("list.png")
    picture.unlink()
    picture.symlink_to("nowhere")


class Measurement:
    """A gate that answers what it is told to, and leaves a record and a picture each time."""

    def __init__(self, *statuses: Status) -> None:
        self.left = list(statuses)

    async def __call__(self, site: Site) -> GateResult:
        await asyncio.to_thread(leave, site.scratch)
        findings = [] if self.left.pop(0) is Status.PASSED else [Finding(gate="g", message="no")]
        return judged("g", findings, seconds=9.0)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    tool = Tool("go", None, (1, 26), (1, 24), "nothing")
    tools = Toolchains(tool, tool, tool, tool, tool, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "main.go").write_text("package main")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return Site(work, planned("A notes app"), tools, scratch, Folders(tmp_path), tmp_path / "kept")


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


async def test_what_a_gate_leaves_for_others_is_brought_back(site: Site) -> None:
    leaves = ("record.json", "shots", "not-this-time")
    measure = Measurement(Status.PASSED)
    await remembered(site, "g", measure, leaves)
    await clear_scratch(site)
    assert (await remembered(site, "g", measure, leaves)).deviations == (NOTE,)
    left = await asyncio.to_thread(files_in, site.scratch)
    assert left == {"record.json": b"{}", "shots/list.png": b"a picture"}


async def test_of_two_that_measure_at_once_the_first_is_kept(site: Site) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    results = await asyncio.gather(*(remembered(site, "g", measure) for _ in range(2)))
    assert [result.deviations for result in results] == [(), ()]
    assert measure.left == [], "neither waits for the other"
    assert site.memory is not None
    assert [
        path.endswith("/result.json") for path in await asyncio.to_thread(files_in, site.memory)
    ] == [True]


async def test_what_was_not_of_use_for_longest_is_forgotten(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "KEPT", 2)
    said = [
        (await remembered(site, gate, Measurement(Status.PASSED))).deviations
        for gate in ("a", "b", "a", "c", "a", "c", "b")
    ]
    assert said == [(), (), (NOTE,), (), (NOTE,), (NOTE,), ()]


async def test_what_cannot_be_brought_back_whole_is_measured(site: Site) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await remembered(site, "g", measure, ("shots",))
    assert site.memory is not None
    await asyncio.to_thread(lose_a_picture, site.memory)
    assert (await remembered(site, "g", measure, ("shots",))).deviations == ()
    assert measure.left == []


async def test_verify_never_remembers(site: Site) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    for _ in range(2):
        await remembered(replace(site, memory=None), "g", measure)
    assert measure.left == []
