"""No descendant of a command outlives it, its time limit, its caller, or Stackwright itself."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.support.repository import ROOT
from workbench.host.process import Command, run, running
from workbench.host.sandbox.policy import Limits, Sandbox


def shell(script: str, tmp_path: Path, timeout: float = 30) -> Command:
    return Command(("sh", "-c", script), tmp_path, timeout=timeout)


def gone(pid: int, seconds: float = 10) -> bool:
    """True once the process has ended (a zombie has)."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def pid_in(path: Path) -> int:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if path.is_file() and path.read_text().strip():
            return int(path.read_text())
        time.sleep(0.02)
    raise AssertionError(f"{path} was never written")


async def test_output_and_exit_code_are_told(tmp_path: Path) -> None:
    finished = await run(shell("echo out; echo err >&2; exit 3", tmp_path))
    assert (finished.exit_code, finished.stdout, finished.stderr) == (3, "out\n", "err\n")
    assert not finished.ok


async def test_standard_input_is_fed(tmp_path: Path) -> None:
    finished = await run(Command(("cat",), tmp_path, stdin="hello"))
    assert finished.stdout == "hello"


async def test_a_command_that_is_not_there_is_told_in_a_line(tmp_path: Path) -> None:
    finished = await run(Command(("no-such-command",), tmp_path))
    assert finished.exit_code == 127
    assert "no-such-command" in finished.stderr


async def test_a_daemon_that_left_its_session_is_ended_with_its_command(tmp_path: Path) -> None:
    await run(shell("setsid sh -c 'echo $$ > pid; exec sleep 300' & sleep 0.3", tmp_path))
    assert gone(pid_in(tmp_path / "pid"))


async def test_a_time_limit_ends_the_whole_group(tmp_path: Path) -> None:
    script = "trap '' TERM; (echo $BASHPID > /dev/null; sleep 300) & echo $! > pid; wait"
    finished = await run(shell(script, tmp_path, timeout=0.5))
    assert finished.timed_out
    assert gone(pid_in(tmp_path / "pid"))


async def test_cancelling_ends_the_whole_group(tmp_path: Path) -> None:
    task = asyncio.create_task(run(shell("sleep 300 & echo $! > pid; wait", tmp_path)))
    pid = await asyncio.to_thread(pid_in, tmp_path / "pid")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert gone(pid)


async def test_a_running_process_ends_with_its_block(tmp_path: Path) -> None:
    async with running(shell("sleep 300 & echo $! > pid; wait", tmp_path)) as process:
        pid = await asyncio.to_thread(pid_in, tmp_path / "pid")
        assert process.alive
    assert gone(pid)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killing_stackwright_ends_every_descendant(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "import asyncio, pathlib\n"
        "from workbench.host.process import Command, run\n"
        "script = 'setsid sleep 300 & echo $! > daemon; echo $$ > shell; sleep 300'\n"
        f"asyncio.run(run(Command(('sh', '-c', script), pathlib.Path({str(tmp_path)!r}))))\n"
    )
    owner = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT)
    pids = [pid_in(tmp_path / "shell"), pid_in(tmp_path / "daemon")]
    os.kill(owner.pid, number)
    owner.wait(10)
    assert all(gone(pid) for pid in pids)


async def test_children_do_not_inherit_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOME_VARIABLE_OF_OURS", "secret")
    finished = await run(shell("env", tmp_path))
    assert "PATH=" in finished.stdout
    assert "SOME_VARIABLE_OF_OURS" not in finished.stdout


async def test_without_bubblewrap_generated_code_has_an_empty_home_and_limits(
    tmp_path: Path,
) -> None:
    sandbox = Sandbox(None, network=None, limits=Limits(processes=30))
    script = 'ls -A "$HOME"; echo "$HOME" >&2; for i in $(seq 60); do sleep 300 & done; wait'
    finished = await run(Command(("sh", "-c", script), tmp_path, sandbox=sandbox))
    assert finished.stdout == ""
    home = Path(finished.stderr.strip())
    assert home != Path.home()
    assert not home.exists()
    assert "processes" in finished.stopped
    assert finished.stopped in finished.output
