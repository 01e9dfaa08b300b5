"""Bad input gets one clear line, the right exit code, and touches nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import stackwright


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["build", ""], "the request is empty"),
        (["build", "Make me rich"], "found nothing to keep"),
        (["build", "A notes app", "--model", "llama"], "use auto, offline, or openai:NAME"),
        (["build", "A notes app", "--model", "openai:"], "say which model"),
        (["build", "A notes app", "--model", "openai:gpt-5"], "set OPENAI_API_KEY"),
        (["build", "A notes app", "--storage", "paper"], "--storage"),
        (["build", "A notes app", "--max-attempts", "0"], "--max-attempts"),
        (["build", "A notes app", "--max-attempts", "many"], "Invalid value for '--max-attempts'"),
        (["build"], "Missing argument"),
        (["build", "A notes app", "--colour"], "No such option"),
        (["verify", "nothing-here"], "contains no system built by Stackwright"),
        (["run", "."], "contains no delivered system"),
        (["build", "A notes app", "--file", "x"], "give the request once"),
        (["build", "--file", "missing.txt"], "--file missing.txt"),
        (["build", "-", "--approve"], "give the request with --file"),
        (["build", "A notes app", "--replay", "nowhere"], "is not a folder of recorded calls"),
        (["build", "A notes app", "--budget-usd", "0"], "--budget-usd"),
        (["resume", "no-such-run"], "no run is named no-such-run"),
        (["report", "no-such-run"], "no such folder, and no run is named no-such-run"),
        (["report", "."], "has no report"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    arguments: list[str], says: str, tmp_path: Path
) -> None:
    outcome = stackwright(*arguments, cwd=tmp_path)
    assert outcome.code == 2, outcome.stdout + outcome.stderr
    assert says in outcome.stderr
    assert outcome.stderr.startswith("stackwright: ")
    assert len(outcome.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_options_that_exclude_each_other_are_one_line_without_a_trace(tmp_path: Path) -> None:
    outcome = stackwright("build", "A notes app", "-q", "-v", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.stderr == "stackwright: use one of --json, --quiet and --verbose\n"


def test_verbose_beside_json_is_an_event_without_a_trace(tmp_path: Path) -> None:
    outcome = stackwright("build", "A notes app", "-v", "--json", cwd=tmp_path)
    assert (outcome.code, outcome.stderr) == (2, "")
    assert outcome.last["message"] == "use one of --json, --quiet and --verbose"


def test_with_verbose_the_trace_comes_before_the_line(tmp_path: Path) -> None:
    outcome = stackwright("build", "A notes app", "--openapi", "missing.yaml", "-v", cwd=tmp_path)
    assert outcome.code == 2
    assert outcome.stderr.startswith("Traceback")
    last = outcome.stderr.splitlines()[-1]
    assert last == f"stackwright: --openapi {tmp_path}/missing.yaml: No such file or directory"


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", ""],
        ["build"],
        ["verify", "nothing-here"],
        ["build", "x", "--approve"],
        ["resume", "no-such-run"],
    ],
)
def test_with_json_the_last_line_is_an_error_event_on_every_path(
    arguments: list[str], tmp_path: Path
) -> None:
    outcome = stackwright(*arguments, "--json", cwd=tmp_path)
    assert outcome.last["type"] == "error"
    assert outcome.last["exit_code"] == outcome.code == 2


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "notes-app"
    mine.mkdir()
    (mine / "work.txt").write_text("mine")
    for arguments in ([], ["--out", "notes-app"]):
        outcome = stackwright("build", "A notes app", *arguments, cwd=tmp_path)
        assert outcome.code == 2
        assert "--replace" in outcome.stderr
        assert [path.name for path in mine.iterdir()] == ["work.txt"]


def test_a_request_may_come_from_standard_input(tmp_path: Path) -> None:
    outcome = stackwright("build", "-", cwd=tmp_path, stdin="Make me rich\n")
    assert "found nothing to keep" in outcome.stderr


def test_output_that_is_not_a_terminal_has_no_escape_codes(tmp_path: Path) -> None:
    outcome = stackwright("doctor", cwd=tmp_path)
    assert "\x1b[" not in outcome.stdout


def test_importing_stackwright_does_not_load_langchain() -> None:
    script = "import sys, stackwright; print(sorted(m for m in sys.modules if 'lang' in m))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert loaded.stdout.strip() == "[]"


def test_a_foreign_package_in_front_of_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph/__init__.py").write_text("")
    failed = subprocess.run(
        [sys.executable, "-c", "import stackwright"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    assert f"needs its own package 'graph', but {tmp_path / 'graph'}" in failed.stderr
