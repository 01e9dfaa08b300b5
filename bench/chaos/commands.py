"""Commands in environments where something is missing, full, damaged or no text."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.chaos.outcome import Outcome

KIND = "environments"
STACKWRIGHT = Path(sys.executable).with_name("stackwright")
SECONDS = 900
_IN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")


@dataclass(frozen=True)
class Spoiled:
    """One entry of the table `commands.toml`, which explains the fields."""

    name: str
    script: str
    code: int
    says: str
    namespace: bool = False


def commands() -> list[Spoiled]:
    """The table."""
    text = Path(__file__).with_name("commands.toml").read_text()
    return [Spoiled(**entry) for entry in tomllib.loads(text)["command"]]


@cache
def has_namespaces() -> bool:
    """True if a process can have mounts of its own. Does blocking I/O."""
    if shutil.which("unshare") is None:
        return False
    tried = [*_IN_NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


def run_command(command: Spoiled, here: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    """The script in an empty folder; `more` comes after the arguments of each `stackwright`. Does blocking I/O."""
    prelude = f'set -e; stackwright() {{ set +e; command {STACKWRIGHT} "$@" {" ".join(more)}; exit $?; }}; '
    shell = ["/bin/bash", "-c", prelude + command.script]
    home = here.with_name(here.name + "-home")
    environment = {"STACKWRIGHT_HOME": str(home), "here": str(here)}
    return subprocess.run(
        [*_IN_NAMESPACE, *shell] if command.namespace else shell,
        cwd=here,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


def try_command(command: Spoiled, folder: Path) -> Outcome:
    """Runs it in a new folder below this one. Does blocking I/O."""
    here = folder / "here"
    here.mkdir()
    finished = run_command(command, here)
    said = finished.stderr.decode(errors="replace")
    wrong = finished.returncode != command.code
    lines = said.splitlines()
    is_one_line = len(lines) == 1 and said.startswith("stackwright: ")
    as_it_must = is_one_line and command.says.lower() in said.lower() and not wrong
    note = "" if as_it_must else f"{finished.returncode}: {said[-600:]}"
    return Outcome(KIND, command.name, survived=not note, exit_codes=int(wrong), note=note)
