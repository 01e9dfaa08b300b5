"""The home of a command without a sandbox is gone when the command is, whatever ended whom."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support.repository import ROOT
from workbench.host.process import Command, run
from workbench.host.sandbox.policy import Sandbox

STARTER = """
import sys
from pathlib import Path
from workbench.host.process import Command, Running
from workbench.host.sandbox.policy import Sandbox

script = 'echo "$HOME" > home; mkdir -p "$HOME/a/b"; sleep 300'
Running(Command(("sh", "-c", script), Path(sys.argv[1]), sandbox=Sandbox(None)))
print("started", flush=True)
sys.stdin.read()
"""


def home_of(folder: Path) -> Path:
    """Waits until the command has said where its home is."""
    while not (folder / "home").is_file() or not (folder / "home").read_text().endswith("\n"):
        time.sleep(0.02)
    return Path((folder / "home").read_text().strip())


async def test_it_is_removed_at_the_end(tmp_path: Path) -> None:
    deeper_than_python_recurses = "d/" * 1200
    script = f'mkdir -p "$HOME/x" "$HOME/{deeper_than_python_recurses}"; echo "$HOME"'
    command = Command(("bash", "-c", script), tmp_path, sandbox=Sandbox(None))
    finished = await run(command)
    assert finished.ok, finished
    assert not await asyncio.to_thread(os.path.exists, finished.stdout.strip())


def test_it_is_removed_after_a_kill(tmp_path: Path) -> None:
    starting = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    home = home_of(tmp_path)
    assert home.is_dir()
    starting.send_signal(signal.SIGKILL)
    starting.communicate()
    while home.exists():  # the test's own time limit ends this
        time.sleep(0.05)
