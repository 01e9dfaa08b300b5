"""Without a sandbox, what outlives its supervisor is ended, and nothing that has ended stays a zombie."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest

from workbench.host.process import Command, Finished, run
from workbench.host.sandbox.policy import Sandbox


async def uncontained(script: str, folder: Path, timeout: float = 20.0) -> Finished:
    command = Command(("sh", "-c", script), folder, timeout=timeout, sandbox=Sandbox(None))
    return await run(command)


def left(mark: str) -> list[psutil.Process]:
    """The processes with this argument."""
    return [one for one in psutil.process_iter(["cmdline"]) if mark in (one.info["cmdline"] or [])]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
async def test_a_command_that_attacks_its_supervisor_is_ended(
    number: signal.Signals, tmp_path: Path
) -> None:
    mark = f"3{os.getpid()}.{int(number)}"
    script = f"(setsid sleep {mark} &); kill -{int(number)} $PPID; sleep {mark}"
    finished = await uncontained(script, tmp_path, timeout=2.0)
    assert not finished.ok
    assert left(mark) == []


async def test_what_was_adopted_and_has_ended_is_collected(tmp_path: Path) -> None:
    for _ in range(5):
        assert (await uncontained("(setsid sleep 0.01 &); (sleep 0.01 &); true", tmp_path)).ok
    await uncontained("sleep 0.2", tmp_path)
    children = psutil.Process().children()
    assert [one.name() for one in children if one.status() == psutil.STATUS_ZOMBIE] == []
