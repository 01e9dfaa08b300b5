"""Results of long gates that passed are cached, for exactly the files that they were measured on."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.plans import planned
from workbench.harness import result_cache
from workbench.harness.gate import Check, Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.result_cache import NOTE, cached
from workbench.harness.runner import clear_scratch
from workbench.host.folders import Folders
from workbench.host.toolchains import Tool, Toolchains
from workbench.progress.results import Finding, GateResult, Status, judged


def leave(scratch: Path) -> None:
    (scratch / "shots").mkdir(exist_ok=True)
    (scratch / "shots/list.png").write_bytes(b"a picture")
    (scratch / "record.json").write_text("{}")


def files_in(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def lose_a_picture(cache: Path) -> None:
    (picture,) = cache.rglob("list.png")
    picture.unlink()
    picture.symlink_to("nowhere")


def gate_of(check: Check, name: str = "g", leaves: tuple[str, ...] = ()) -> Gate:
    return Gate(name, Stage.BEHAVIOUR, check, "nothing", (), leaves=leaves)


class Measurement:
    """A gate that answers what it is told to, and leaves a record and a picture each time."""

    def __init__(self, *statuses: Status) -> None:
        self.left = list(statuses)

    async def __call__(self, context: GateContext) -> GateResult:
        await asyncio.to_thread(leave, context.scratch)
        findings = [] if self.left.pop(0) is Status.PASSED else [Finding(gate="g", message="no")]
        return judged("g", findings, seconds=9.0)


@pytest.fixture
def context(tmp_path: Path) -> GateContext:
    tool = Tool("go", None, (1, 26), (1, 24), "nothing")
    tools = Toolchains(tool, tool, tool, tool, tool, tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "main.go").write_text("package main")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return GateContext(
        work, planned("A notes app"), tools, scratch, Folders(tmp_path), tmp_path / "kept"
    )


async def test_what_passed_is_not_measured_again_and_says_so(context: GateContext) -> None:
    measure = Measurement(Status.PASSED)
    first = await cached(context, gate_of(measure))
    again = await cached(context, gate_of(measure))
    assert (first.status, first.deviations) == (Status.PASSED, ())
    assert (again.status, again.deviations, again.seconds) == (Status.PASSED, (NOTE,), 0.0)


async def test_other_files_are_measured(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await cached(context, gate_of(measure))
    (context.folder / "main.go").write_text("package other")
    assert (await cached(context, gate_of(measure))).deviations == ()
    assert measure.left == []


async def test_what_failed_is_measured_again(context: GateContext) -> None:
    measure = Measurement(Status.FAILED, Status.FAILED)
    for _ in range(2):
        assert (await cached(context, gate_of(measure))).status is Status.FAILED
    assert measure.left == []


async def test_what_a_gate_leaves_for_others_is_brought_back(context: GateContext) -> None:
    leaves = ("record.json", "shots", "not-this-time")
    measure = Measurement(Status.PASSED)
    await cached(context, gate_of(measure, leaves=leaves))
    await clear_scratch(context)
    assert (await cached(context, gate_of(measure, leaves=leaves))).deviations == (NOTE,)
    left = await asyncio.to_thread(files_in, context.scratch)
    assert left == {"record.json": b"{}", "shots/list.png": b"a picture"}


async def test_of_two_that_measure_at_once_the_first_is_kept(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    results = await asyncio.gather(*(cached(context, gate_of(measure)) for _ in range(2)))
    assert [result.deviations for result in results] == [(), ()]
    assert measure.left == [], "neither waits for the other"
    assert context.cache is not None
    assert [
        path.endswith("/result.json") for path in await asyncio.to_thread(files_in, context.cache)
    ] == [True]


async def test_what_was_not_of_use_for_longest_is_forgotten(
    context: GateContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "KEPT", 2)
    said = [
        (await cached(context, gate_of(Measurement(Status.PASSED), gate))).deviations
        for gate in ("a", "b", "a", "c", "a", "c", "b")
    ]
    assert said == [(), (), (NOTE,), (), (NOTE,), (NOTE,), ()]


async def test_what_cannot_be_brought_back_whole_is_measured(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await cached(context, gate_of(measure, leaves=("shots",)))
    assert context.cache is not None
    await asyncio.to_thread(lose_a_picture, context.cache)
    assert (await cached(context, gate_of(measure, leaves=("shots",)))).deviations == ()
    assert measure.left == []


async def test_verify_never_uses_the_cache(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    for _ in range(2):
        await cached(replace(context, cache=None), gate_of(measure))
    assert measure.left == []
