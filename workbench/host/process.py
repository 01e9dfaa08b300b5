"""Supervised child processes: the one place where Stackwright starts anything."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from workbench.errors import EnvironmentMissing
from workbench.host.removal import remove_tree
from workbench.host.sandbox.environment import generated_environment, own_tool_environment
from workbench.host.sandbox.orphans import (
    adopt_orphans,
    end_orphans,
    forget_supervisor,
    note_supervisor,
    reap_orphans,
    starting_a_supervisor,
)
from workbench.host.sandbox.policy import HOME, Sandbox

SUPERVISOR = Path(__file__).with_name("supervisor.py")
GRACE_SECONDS = 3.0
# Enough for a supervisor to end all that it has started; one that takes longer was stopped.
END_SECONDS = 20.0
# Of each stream the first and the last part are kept: what was wrong first, and how it ended.
FIRST_BYTES, LAST_BYTES = 1 << 20, 3 << 20


@dataclass(frozen=True)
class Command:
    """What to run. Of our own environment it gets what `host.sandbox.environment` names, and `env`.

    Whatever runs or compiles generated code has a `sandbox`; None is for our own tools.
    """

    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600.0
    stdin: str | None = None
    sandbox: Sandbox | None = None


@dataclass(frozen=True)
class Finished:
    """How a command ended; `stopped` is the limit for which it was ended, or empty.

    Of each stream the first MiB and the last three are there, and a line if text was left out.
    """

    argv: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool
    stopped: str = ""

    @property
    def ok(self) -> bool:
        return self.exit_code == 0 and not self.timed_out and not self.stopped

    @property
    def output(self) -> str:
        """Both streams, standard output first, and the limit for which it was ended."""
        ended = f"ended: {self.stopped}" if self.stopped else ""
        parts = (self.stdout.strip(), self.stderr.strip(), ended)
        return "\n".join(part for part in parts if part)


class CommandFailed(EnvironmentMissing):
    """A command of our own, not of the generated system, ended badly."""

    def __init__(self, finished: Finished) -> None:
        self.finished = finished
        reason = "timed out" if finished.timed_out else f"exit code {finished.exit_code}"
        super().__init__(f"{' '.join(finished.argv[:4])}: {reason}: {finished.output[-800:]}")


class Running:
    """A supervised process that is alive until `stop` or the end of its `running` block."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self._out: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)
        self._err: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._started = time.monotonic()
        self._lock = threading.Lock()
        self._home = _own_home(command)
        if command.sandbox is not None and command.sandbox.bubblewrap is None:
            adopt_orphans()
        lifeline, self._lifeline = os.pipe()
        self._report, report = os.pipe()
        try:
            with starting_a_supervisor():
                self._process = subprocess.Popen(
                    _supervised(command, lifeline, report, self._home),
                    cwd=command.cwd,
                    env=_environment(command, self._home),
                    stdin=subprocess.PIPE if command.stdin is not None else subprocess.DEVNULL,
                    stdout=self._out,
                    stderr=self._err,
                    pass_fds=(lifeline, report),
                    start_new_session=True,
                )
                note_supervisor(self._process.pid)
        except BaseException:
            self._cut_lifeline()
            raise
        finally:
            os.close(lifeline)
            os.close(report)
        if command.stdin is not None:
            self._feed(command.stdin)

    @property
    def pid(self) -> int:
        """Process id of the supervisor; the command is its descendant."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait(self, timeout: float) -> Finished:
        """Blocks until the end; ends the whole group when the time is up."""
        timed_out = False
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            timed_out = True
        self.end()
        return self._finished(timed_out=timed_out)

    def end(self) -> None:
        """Ends the whole group and blocks until it is gone.

        Without bubblewrap the command may have stopped or killed its supervisor.
        """
        self._cut_lifeline()
        if self.alive:
            signal_process(self.pid, signal.SIGCONT)
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        forget_supervisor(self.pid)
        if self._process.returncode < 0:
            end_orphans()
        reap_orphans()

    def output(self) -> str:
        """What was written so far, standard output first."""
        return "\n".join(part for part in (_kept(self._out), _kept(self._err)) if part.strip())

    def close(self) -> None:
        """Ends the group if it still lives, and gives the output files back."""
        self.end()
        self._out.close()
        self._err.close()
        with self._lock:
            if self._report >= 0:
                os.close(self._report)
                self._report = -1
        if self._home is not None:
            remove_tree(Path(self._home))

    def _feed(self, text: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(text.encode())
            self._process.stdin.close()
        except BrokenPipeError:
            return  # it ended without reading; its exit code tells

    def _cut_lifeline(self) -> None:
        with self._lock:
            if self._lifeline >= 0:
                os.close(self._lifeline)
                self._lifeline = -1

    def _finished(self, *, timed_out: bool) -> Finished:
        return Finished(
            argv=self.command.argv,
            exit_code=self._process.returncode,
            stdout=_kept(self._out),
            stderr=_kept(self._err),
            seconds=time.monotonic() - self._started,
            timed_out=timed_out,
            stopped=os.read(self._report, 4096).decode("utf-8", "replace"),
        )


async def run(command: Command) -> Finished:
    """Runs a command to its end. Cancelling ends its whole process group first."""
    process = await asyncio.to_thread(Running, command)
    waiting = asyncio.create_task(asyncio.to_thread(process.wait, command.timeout))
    try:
        return await asyncio.shield(waiting)
    finally:
        # A cancelled run ends here too; the waiting thread must be done with the output by then.
        await asyncio.shield(asyncio.to_thread(process.end))
        await asyncio.shield(asyncio.wait([waiting]))
        await asyncio.shield(asyncio.to_thread(process.close))


async def run_checked(command: Command) -> Finished:
    """As `run`. Raises `CommandFailed` unless it ends with exit code 0 in time."""
    finished = await run(command)
    if not finished.ok:
        raise CommandFailed(finished)
    return finished


@asynccontextmanager
async def running(command: Command) -> AsyncIterator[Running]:
    """A process that lives as long as the block."""
    process = await asyncio.to_thread(Running, command)
    try:
        yield process
    finally:
        await asyncio.shield(asyncio.to_thread(process.close))


def signal_process(pid: int, number: int) -> None:
    """Sends a signal to one process of a supervised group; nothing if it is gone already."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _supervised(command: Command, lifeline: int, report: int, home: str | None) -> list[str]:
    """The command line of the supervisor."""
    sandbox = command.sandbox
    orders = [] if sandbox is None else [*sandbox.orders()]
    if home is not None:
        orders.append(f"home={home}")
    argv = command.argv if sandbox is None else sandbox.wrap(command.argv, command.cwd)
    return [
        sys.executable,
        "-I",
        "-S",
        str(SUPERVISOR),
        str(lifeline),
        str(report),
        str(GRACE_SECONDS),
        *orders,
        "--",
        *argv,
    ]


def _own_home(command: Command) -> str | None:
    """An empty home for generated code that no sandbox gives one."""
    if command.sandbox is None or command.sandbox.bubblewrap is not None:
        return None
    return tempfile.mkdtemp()


def _environment(command: Command, home: str | None) -> dict[str, str]:
    if command.sandbox is None:
        return own_tool_environment(command.env)
    if home is None:
        return generated_environment(command.env, HOME)
    temporary = {"TMPDIR": home, "GOTMPDIR": home}  # removed with it, also after a kill
    return generated_environment({**temporary, **command.env}, home)


def _kept(stream: IO[bytes]) -> str:
    # pread leaves the position alone: the child shares it and is still writing there.
    size = os.fstat(stream.fileno()).st_size
    if size <= FIRST_BYTES + LAST_BYTES:
        return os.pread(stream.fileno(), size, 0).decode("utf-8", "replace")
    first = os.pread(stream.fileno(), FIRST_BYTES, 0).decode("utf-8", "replace")
    last = os.pread(stream.fileno(), LAST_BYTES, size - LAST_BYTES).decode("utf-8", "replace")
    return f"{first}\n[{size - FIRST_BYTES - LAST_BYTES} bytes are left out]\n{last}"
