"""Supervised child processes: the one place where Stackwright starts anything."""

from __future__ import annotations

import asyncio
import os
import re
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

SUPERVISOR = Path(__file__).with_name("supervisor.py")
GRACE_SECONDS = 3.0
OUTPUT_LIMIT_BYTES = 1 << 20
SECRET_NAME = re.compile(
    r"(^OPENAI_|^LANGSMITH_|^LANGCHAIN_|API_?KEY|SECRET|PASSWORD|TOKEN$)", re.I
)


@dataclass(frozen=True)
class Command:
    """What to run. `env` is added to a copy of ours from which secrets were taken out."""

    argv: tuple[str, ...]
    cwd: Path
    env: Mapping[str, str] = field(default_factory=dict)
    timeout: float = 600.0
    stdin: str | None = None


@dataclass(frozen=True)
class Finished:
    """How a command ended. Output is the last MiB of each stream."""

    argv: tuple[str, ...]
    exit_code: int
    stdout: str
    stderr: str
    seconds: float
    timed_out: bool

    @property
    def ok(self) -> bool:
        return self.exit_code == 0 and not self.timed_out

    @property
    def output(self) -> str:
        """Both streams, standard output first."""
        return "\n".join(part for part in (self.stdout.strip(), self.stderr.strip()) if part)


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
        lifeline, self._lifeline = os.pipe()
        try:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-S",
                    str(SUPERVISOR),
                    str(lifeline),
                    str(GRACE_SECONDS),
                    *list(command.argv),
                ],
                cwd=command.cwd,
                env=child_environment(command.env),
                stdin=subprocess.PIPE if command.stdin is not None else subprocess.DEVNULL,
                stdout=self._out,
                stderr=self._err,
                pass_fds=(lifeline,),
                start_new_session=True,
            )
        except BaseException:
            self._cut_lifeline()
            raise
        finally:
            os.close(lifeline)
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
        self._cut_lifeline()
        return self._finished(timed_out=timed_out)

    def end(self) -> None:
        """Ends the whole group and blocks until it is gone."""
        self._cut_lifeline()
        self._process.wait()

    def output(self) -> str:
        """What was written so far, standard output first."""
        return "\n".join(part for part in (_tail(self._out), _tail(self._err)) if part.strip())

    def close(self) -> None:
        """Ends the group if it still lives, and gives the output files back."""
        self.end()
        self._out.close()
        self._err.close()

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
            stdout=_tail(self._out),
            stderr=_tail(self._err),
            seconds=time.monotonic() - self._started,
            timed_out=timed_out,
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
        process.close()


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


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Our environment without anything that looks like a secret, plus `extra`."""
    kept = {name: value for name, value in os.environ.items() if not SECRET_NAME.search(name)}
    return kept | dict(extra)


def _tail(stream: IO[bytes]) -> str:
    # pread leaves the position alone: the child shares it and is still writing there.
    size = os.fstat(stream.fileno()).st_size
    start = max(0, size - OUTPUT_LIMIT_BYTES)
    return os.pread(stream.fileno(), OUTPUT_LIMIT_BYTES, start).decode("utf-8", "replace")
