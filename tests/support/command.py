"""Runs the installed command line as a user does, and finds what it may have left behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def stackwright(*arguments: str, cwd: Path, stdin: str | None = None) -> Outcome:
    """Runs to the end, at most ten minutes."""
    finished = subprocess.run(
        [STACKWRIGHT, *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=600,
        input=stdin,
        check=False,
    )
    return Outcome(finished.returncode, finished.stdout, finished.stderr)


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
