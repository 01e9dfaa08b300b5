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
from workbench.harness.seal import Seal
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


async def asked(context: GateContext, gate: Gate) -> GateResult:
    """The gate through the cache, on the files as they are now."""
    files = (await asyncio.to_thread(Seal, context)).digest

    async def measure() -> GateResult:
        return await gate.check(context)

    return await cached(context, gate, files, measure)


async def test_what_passed_is_not_measured_again_and_says_so(context: GateContext) -> None:
    measure = Measurement(Status.PASSED)
    first = await asked(context, gate_of(measure))
    again = await asked(context, gate_of(measure))
    assert (first.status, first.deviations) == (Status.PASSED, ())
    assert (again.status, again.deviations, again.seconds) == (Status.PASSED, (NOTE,), 0.0)


@pytest.mark.parametrize(
    "path",
    [
        "main.go",
        "backend/data/data_test.go",
        "backend/internal/bin/bin.go",
        "frontend/src/dist/index.ts",
        "backend/internal/data/app.db",
        ".env",
        "frontend/.npmrc",
    ],
)
async def test_every_file_of_the_system_counts(path: str, context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await asked(context, gate_of(measure))
    (context.folder / path).parent.mkdir(parents=True, exist_ok=True)
    (context.folder / path).write_text("something else")
    assert (await asked(context, gate_of(measure))).deviations == ()
    assert measure.left == []


async def test_what_tools_make_beside_the_system_does_not_count(context: GateContext) -> None:
    measure = Measurement(Status.PASSED)
    await asked(context, gate_of(measure))
    for path in ("bin/server", "backend/data/app.db", "frontend/node_modules/react/index.js"):
        (context.folder / path).parent.mkdir(parents=True)
        (context.folder / path).write_text("made by a tool")
    assert (await asked(context, gate_of(measure))).deviations == (NOTE,)


async def test_another_version_of_a_library_is_measured(
    context: GateContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await asked(context, gate_of(measure))
    monkeypatch.setattr(result_cache, "_library_versions", lambda: "playwright==99.0")
    assert (await asked(context, gate_of(measure))).deviations == ()


async def test_another_browser_of_the_same_version_is_measured(
    context: GateContext, tmp_path: Path
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("one build")
    tool = Tool("chromium", browser, (143, 0), (100,), "the journey")
    context = replace(context, toolchains=replace(context.toolchains, chromium=tool))
    measure = Measurement(Status.PASSED, Status.PASSED)
    await asked(context, gate_of(measure))
    browser.write_text("another build")
    assert (await asked(context, gate_of(measure))).deviations == ()


async def test_our_own_npm_tools_count(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await asked(context, gate_of(measure))
    context.tools.mkdir(parents=True)
    (context.tools / "package-lock.json").write_text("another axe-core")
    assert (await asked(context, gate_of(measure))).deviations == ()


async def test_a_forged_entry_is_ignored(context: GateContext) -> None:
    failing = Measurement(Status.FAILED, Status.FAILED)
    sound = Measurement(Status.PASSED)
    await asked(context, gate_of(sound, "sound"))
    assert context.cache is not None
    (entry,) = context.cache.glob("sound-*")
    name = f"forged-{entry.name.partition('-')[2]}"
    for content in (entry.read_bytes(), b"\0" * 32 + entry.read_bytes()[32:], b""):
        (context.cache / name).write_bytes(content)
        assert await asyncio.to_thread(_loaded, context, name) is None
    assert (await asked(context, gate_of(failing))).status is Status.FAILED


async def test_an_entry_that_was_changed_is_ignored(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    await asked(context, gate_of(measure))
    assert context.cache is not None
    (entry,) = context.cache.glob("g-*")
    entry.write_bytes(entry.read_bytes().replace(b'"seconds":9.0', b'"seconds":8.0'))
    assert (await asked(context, gate_of(measure))).deviations == ()


async def test_only_the_owner_may_read_the_signing_key(context: GateContext) -> None:
    await asked(context, gate_of(Measurement(Status.PASSED)))
    assert context.cache is not None
    key = context.cache / result_cache.SIGNING_KEY
    assert (key.stat().st_mode & 0o777, key.stat().st_size) == (0o600, 32)


async def test_what_failed_is_measured_again(context: GateContext) -> None:
    measure = Measurement(Status.FAILED, Status.FAILED)
    for _ in range(2):
        assert (await asked(context, gate_of(measure))).status is Status.FAILED
    assert measure.left == []


async def test_what_a_gate_leaves_for_others_is_brought_back(context: GateContext) -> None:
    leaves = ("record.json", "shots", "not-this-time")
    measure = Measurement(Status.PASSED)
    await asked(context, gate_of(measure, leaves=leaves))
    await clear_scratch(context)
    assert (await asked(context, gate_of(measure, leaves=leaves))).deviations == (NOTE,)
    left = await asyncio.to_thread(files_in, context.scratch)
    assert left == {"record.json": b"{}", "shots/list.png": b"a picture"}


async def test_of_two_that_measure_at_once_one_entry_stays(context: GateContext) -> None:
    measure, both = Measurement(Status.PASSED, Status.PASSED), asyncio.Barrier(2)

    async def once_both_measure(context: GateContext) -> GateResult:
        await both.wait()
        return await measure(context)

    gate = gate_of(once_both_measure)
    results = await asyncio.gather(*(asked(context, gate) for _ in range(2)))
    assert [result.deviations for result in results] == [(), ()]
    assert measure.left == [], "neither waits for the other"
    assert context.cache is not None
    assert len(list(context.cache.glob("g-*"))) == 1
    assert (await asked(context, gate_of(measure))).deviations == (NOTE,)


async def test_what_was_not_of_use_for_longest_is_removed(
    context: GateContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_cache, "MAX_ENTRIES", 2)
    said = [
        (await asked(context, gate_of(Measurement(Status.PASSED), gate))).deviations
        for gate in ("a", "b", "a", "c", "a", "c", "b")
    ]
    assert said == [(), (), (NOTE,), (), (NOTE,), (NOTE,), ()]


async def test_verify_never_uses_the_cache(context: GateContext) -> None:
    measure = Measurement(Status.PASSED, Status.PASSED)
    for _ in range(2):
        await asked(replace(context, cache=None), gate_of(measure))
    assert measure.left == []


def _loaded(context: GateContext, name: str) -> GateResult | None:
    gate, _, key = name.removesuffix(".tar").partition("-")
    return result_cache._load(context, gate_of(Measurement(), gate), key)
