"""Runs the command line as a user does, and finds what it may have left behind.

`start` starts the installed command. `stackwright` runs it to its end, in a process of its own too,
but forked from one that has imported everything: importing takes longer than most commands.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

STACKWRIGHT = Path(sys.executable).with_name("stackwright")


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and its events where it was asked for JSON."""

    code: int
    stdout: str
    stderr: str

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every line of stdout; fails when one is not a JSON object."""
        events = [json.loads(line) for line in self.stdout.splitlines()]
        assert all(isinstance(event, dict) for event in events)
        return events

    @property
    def last(self) -> dict[str, Any]:
        """The closing line, which must be the only one of its kind."""
        closing = [event for event in self.events if event["type"] in ("verdict", "error")]
        assert len(closing) == 1
        assert self.events[-1] == closing[0]
        return closing[0]


def stackwright(*arguments: str, cwd: Path, stdin: str = "") -> Outcome:
    """Runs to the end, at most ten minutes."""
    with tempfile.TemporaryDirectory() as folder:
        streams = Streams(*(Path(folder, name) for name in ("stdin", "stdout", "stderr")))
        streams.stdin.write_text(stdin)
        process = _SERVER.Process(
            target=_run, args=(list(arguments), str(cwd), dict(os.environ), streams)
        )
        process.start()
        process.join(600)
        if process.exitcode is None:
            process.kill()
            process.join()
        assert process.exitcode is not None
        return Outcome(process.exitcode, streams.stdout.read_text(), streams.stderr.read_text())


_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(["stackwright.cli", "stackwright.api"])


@dataclass(frozen=True)
class Streams:
    """The files that stand for a command's standard streams."""

    stdin: Path
    stdout: Path
    stderr: Path


def _run(arguments: list[str], cwd: str, environment: dict[str, str], streams: Streams) -> None:
    """What the forked process does: takes over the caller's place, and runs the command there."""
    from stackwright.cli import main

    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None  # it may have been taken from the environment before
    os.chdir(cwd)
    for descriptor, path in enumerate((streams.stdin, streams.stdout, streams.stderr)):
        flags = os.O_RDONLY if descriptor == 0 else os.O_WRONLY | os.O_CREAT
        os.dup2(os.open(path, flags), descriptor)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = ["stackwright", *arguments]
    main()


def start(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    """Starts the command line with its output piped."""
    return subprocess.Popen(
        [STACKWRIGHT, *arguments],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def leftovers(home: Path, seconds: float = 15) -> list[str]:
    """Command lines of processes that still work below the data folder, or have its TMPDIR.

    Tests set TMPDIR to a folder of their data folder. Our own tools inherit it; generated code gets
    none of our variables, but runs in a temporary folder.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = [line for pid in psutil.pids() if (line := _ours(pid, home))]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def _ours(pid: int, home: Path) -> str:
    if pid == os.getpid():
        return ""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return ""
        places = [process.environ().get("TMPDIR", ""), process.cwd(), *process.cmdline()]
        if any(place.startswith(str(home)) for place in places):
            return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return ""
    return ""
