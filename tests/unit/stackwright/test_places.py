"""Every path of every command, and the folder that a command is started in, as they may be."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from stackwright.cli import app
from workbench.errors import EnvironmentMissing, InputError

# What each command is given beside what a test is about.
REQUIRED = {
    "build": ["A notes app", "--model", "offline"],
    "plan": ["A notes app", "--model", "offline"],
    "resume": [],
    "verify": ["notes"],
    "run": ["notes"],
    "runs": [],
    "report": ["notes"],
    "doctor": [],
}
WRONG = {
    "too long a name": "x" * 300,
    "too long a name in bytes": "é" * 200,
    "too long a path": "x/" * 2500,
    "not UTF-8": "notes\udcff",
}
# The commands that look for something from the current folder on.
LOOKING = ("build", "plan", "verify", "run")


def paths_of_commands() -> Iterator[tuple[str, str]]:
    """Each command with each of its parameters that is a path; arguments have no dashes."""
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for parameter in command.params:
            if parameter.type_descriptor.annotation is Path:
                names = [each for each in parameter.opts if each.startswith("--")]
                yield name, names[0] if names else parameter.name


def run(command: str, *arguments: str) -> None:
    app(args=[command, *arguments], standalone_mode=False)


def test_every_command_is_tried() -> None:
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert set(commands) == set(REQUIRED)
    paths = set(paths_of_commands())
    assert {("plan", "--out"), ("build", "--record"), ("verify", "folder")} < paths


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize(("command", "parameter"), list(paths_of_commands()))
def test_a_path_that_nothing_can_have_is_bad_input(
    command: str, parameter: str, wrong: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [*REQUIRED[command], parameter, wrong] if parameter.startswith("--") else [wrong]
    with pytest.raises(InputError) as error:
        run(command, *given)
    assert str(error.value).startswith(f"{parameter} ")
    assert error.value.exit_code == 2
    assert len(str(error.value)) < 400
    str(error.value).encode()


@pytest.mark.parametrize("wrong", ["x" * 300, "notes\0"])
@pytest.mark.parametrize("command", ["report", "resume"])
def test_a_name_of_a_run_can_be_anything(
    command: str, wrong: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="no run is named") as error:
        run(command, wrong)
    assert len(str(error.value)) < 600


@pytest.mark.parametrize("command", LOOKING)
def test_a_current_folder_that_is_gone_is_told(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(EnvironmentMissing, match="the current folder is gone; change into another"):
        run(command, *REQUIRED[command])


@pytest.mark.parametrize("command", LOOKING)
def test_a_current_folder_that_is_not_utf_8_is_told(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = os.path.join(os.fsencode(tmp_path), b"a\xff")
    os.mkdir(folder)
    monkeypatch.chdir(os.fsdecode(folder))
    with pytest.raises(
        EnvironmentMissing, match="name of the current folder is not UTF-8"
    ) as error:
        run(command, *REQUIRED[command])
    str(error.value).encode()


@pytest.mark.parametrize("command", ["report", "resume", "runs"])
def test_what_needs_no_current_folder_works_without_one(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    if command == "runs":
        run(command)
    else:
        with pytest.raises(InputError, match="no run"):
            run(command)


def test_a_report_without_a_run_says_how_to_get_one() -> None:
    with pytest.raises(InputError, match="no run has delivered anything yet; start one with"):
        run("report")
