"""Programs that generated code might be: what they try is refused, and leaves nothing."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import pytest

from bench.chaos.programs import Program, programs, try_program
from bench.chaos.surroundings import MARK, surroundings
from workbench.host.folders import data_folders
from workbench.host.process import Command, run, running
from workbench.host.sandbox.containment import Containment, find_containment
from workbench.host.sandbox.policy import MIB
from workbench.host.toolchains import Toolchains, find_toolchains

WITHOUT_SANDBOX = [program for program in programs() if program.without_sandbox]


@pytest.fixture(scope="module")
def toolchains() -> Toolchains:
    return asyncio.run(find_toolchains(data_folders()))


@pytest.fixture(scope="module")
def containment(toolchains: Toolchains) -> Containment:
    return asyncio.run(find_containment(data_folders(), toolchains, "required"))


@pytest.fixture(scope="module")
def uncontained(toolchains: Toolchains) -> Containment:
    return asyncio.run(find_containment(data_folders(), toolchains, "off"))


@pytest.mark.parametrize("program", programs(), ids=lambda program: program.name)
async def test_in_the_sandbox_it_sees_changes_and_leaves_nothing(
    program: Program, containment: Containment, toolchains: Toolchains, tmp_path: Path
) -> None:
    with surroundings(tmp_path) as around:
        outcome = await try_program(program, around, containment, toolchains)
    assert outcome.problems == []


@pytest.mark.parametrize("program", WITHOUT_SANDBOX, ids=lambda program: program.name)
async def test_without_one_it_still_leaves_nothing(
    program: Program, uncontained: Containment, toolchains: Toolchains, tmp_path: Path
) -> None:
    with surroundings(tmp_path) as around:
        outcome = await try_program(program, around, uncontained, toolchains)
    assert outcome.problems == []


async def test_what_was_printed_first_and_last_is_kept(
    containment: Containment, tmp_path: Path
) -> None:
    script = "echo first; head -c 9000000 /dev/zero | tr '\\0' 'x'; echo; echo last"
    sandbox = containment.sandbox(writable=(tmp_path,))
    finished = await run(Command(("sh", "-c", script), tmp_path, sandbox=sandbox))
    assert finished.ok
    assert finished.stdout.startswith("first\nxxx")
    assert finished.stdout.endswith("xxx\nlast\n")
    assert "bytes are left out" in finished.stdout
    assert len(finished.stdout) < 5 * MIB


async def test_a_process_that_outlives_its_block_is_ended_whatever_it_does(
    containment: Containment, tmp_path: Path
) -> None:
    with surroundings(tmp_path) as around:
        sandbox = containment.sandbox(writable=(around.work,))
        script = "trap '' TERM HUP INT; (trap '' TERM; sleep 300) & echo ready; sleep 300"
        variables = {MARK: around.mark}
        command = Command(("sh", "-c", script), around.work, variables, sandbox=sandbox)
        async with running(command) as process:
            while "ready" not in await asyncio.to_thread(process.output):
                await asyncio.sleep(0.01)
            assert await asyncio.to_thread(around.left)
        assert await asyncio.to_thread(around.left) == []


def test_a_mark_is_of_one_trial_only(tmp_path: Path) -> None:
    with surroundings(tmp_path / "a") as one, surroundings(tmp_path / "b") as other:
        assert one.mark != other.mark
        assert uuid.UUID(one.mark)
