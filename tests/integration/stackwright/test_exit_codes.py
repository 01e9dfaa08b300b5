"""Every row of the table of exit codes in docs/commands.md that the environment or the command line can cause.

Each case is a command in a bad environment: one line says what to do, and the exit code is 2 or 3.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.chaos.commands import (
    Spoiled,
    commands,
    has_namespaces,
    run_command,
    try_command,
)
from tests.support.command import STACKWRIGHT
from tests.support.repository import ROOT

BUILD = ("build", "A notes app", "--model", "offline")


@dataclass(frozen=True)
class Case:
    """A command, what is wrong around it, and what it must say; `before` is a shell command."""

    says: str
    code: int
    arguments: Sequence[str | bytes] = BUILD
    environment: dict[str, str] = field(default_factory=dict)
    stdin: bytes | None = b""
    redirect: str = ""
    before: str = ""


def run(case: Case, here: Path, *more: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a folder of its own, as a shell starts it."""
    environment = {name: value.format(here=here) for name, value in case.environment.items()}
    shell = f'{case.before or "true"} && {case.redirect}exec "$@"'
    return subprocess.run(
        ["/bin/bash", "-c", shell, "bash", str(STACKWRIGHT), *case.arguments, *more],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        input=case.stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_what_is_wrong_is_one_line_with_its_exit_code(command: Spoiled, tmp_path: Path) -> None:
    if command.namespace and not has_namespaces():
        pytest.skip("this host lets no process have mounts of its own")
    assert try_command(command, tmp_path).problems == []


@pytest.mark.parametrize("name", ["the data folder cannot be made", "a name that is too long"])
def test_with_json_the_same_is_the_last_event(name: str, tmp_path: Path) -> None:
    (command,) = [each for each in commands() if each.name == name]
    finished = run_command(command, tmp_path, "--json")
    last = json.loads(finished.stdout.splitlines()[-1])
    assert (last["type"], last["exit_code"]) == ("error", command.code)
    assert finished.stderr == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-8"])
def test_any_encoding_of_the_output_will_do(encoding: str, tmp_path: Path) -> None:
    request = "Größe “→” ✓"
    arguments = ("build", request, "--openapi", "fehlt.yaml", "--model", "offline", "--json")
    case = Case("", 2, arguments, {"PYTHONIOENCODING": encoding})
    finished = run(case, tmp_path)
    assert finished.returncode == 2, finished.stderr.decode()
    events = [json.loads(line) for line in finished.stdout.decode("ascii").splitlines()]
    assert events[0]["request"] == request
    for command in (("runs",), ("doctor",), ()):
        shown = run(Case("", 0, command, {"PYTHONIOENCODING": encoding}), tmp_path)
        assert shown.returncode in (0, 3), shown.stderr.decode()
        assert b"Traceback" not in shown.stderr


def test_the_first_event_names_the_run_before_anything_can_fail(tmp_path: Path) -> None:
    finished = run(Case("", 2, ("build", "Make me rich", "--model", "offline", "--json")), tmp_path)
    first, *_, last = (json.loads(line) for line in finished.stdout.splitlines())
    assert first["type"] == "run_started"
    assert first["run"]
    assert last["type"] == "error"


def test_an_approval_at_the_end_of_the_input_waits_and_says_how_to_go_on(tmp_path: Path) -> None:
    finished = run(Case("", 2, (*BUILD, "--approve")), tmp_path)
    said = finished.stderr.decode()
    assert finished.returncode == 2, said
    assert re.search(r"run (\S+) waits; .* stackwright resume \1 --approve", said), said


def test_a_reader_that_leaves_ends_the_command_quietly(tmp_path: Path) -> None:
    finished = subprocess.run(
        ["/bin/bash", "-c", f"{STACKWRIGHT} runs | true; exit ${{PIPESTATUS[0]}}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert finished.returncode in (0, 141)
    assert finished.stderr == b""


def test_without_a_command_there_is_help(tmp_path: Path) -> None:
    finished = run(Case("", 0, ()), tmp_path)
    assert finished.returncode == 0
    assert b"Usage: stackwright" in finished.stdout
    assert finished.stderr == b""


def test_the_list_of_runs_has_one_line_a_run_without_a_terminal(tmp_path: Path) -> None:
    record = (
        "from workbench.runs.records import RunStore; from workbench.host.folders import data_folders;"
        "RunStore(data_folders().runs).open('20260101-a', 'word ' * 30)"
        ".model_copy(); RunStore(data_folders().runs).update('20260101-a', state='stopped',"
        " out='/a/' + 'long/' * 30)"
    )
    home = {**os.environ, "PYTHONPATH": str(ROOT), "STACKWRIGHT_HOME": str(tmp_path / "data")}
    subprocess.run([sys.executable, "-c", record], env=home, check=True)
    listed = run(Case("", 0, ("runs",), {"STACKWRIGHT_HOME": str(tmp_path / "data")}), tmp_path)
    lines = listed.stdout.decode().splitlines()
    assert len(lines) == 2
    assert "20260101-a" in lines[1]
    assert "stopped" in lines[1]
    assert "long/long/" in lines[1]


def test_the_documentation_says_what_each_exit_code_means() -> None:
    table = (ROOT / "docs/commands.md").read_text()
    for code in {command.code for command in commands()} | {0, 1, 4, 70, 129, 130, 141, 143}:
        assert f"| {code}" in table or f", {code}" in table, code
