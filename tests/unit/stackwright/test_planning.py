"""`plan`: what it needs of the machine, and where its plan goes. No tool is run: the guard of the tier
would forbid it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stackwright import build, plan
from stackwright.cli import app
from workbench.errors import InputError
from workbench.runs.records import RunStore


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_offline_model_plans_without_any_tool() -> None:
    found = plan("books (title)", model="offline")
    assert "Book" in found.in_words
    assert found.text.startswith("request: books (title)")


@pytest.mark.parametrize(
    ("request_text", "says"),
    [
        ("", "the request is empty"),
        ("Make me rich", "nothing to keep"),
        ("sizes (size:int min 0.5 max 0.7)", "size"),
    ],
)
def test_a_request_that_cannot_be_planned_is_told_without_any_tool(
    request_text: str, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        plan(request_text, model="offline")


@pytest.mark.parametrize(("wanted", "stored"), [("memory", "memory"), ("auto", "sqlite")])
def test_where_data_is_stored_is_planned_without_any_tool(wanted: str, stored: str) -> None:
    found = plan("books (title)", model="offline", storage=wanted)
    assert f"Data is stored in {stored}." in found.in_words


def run(*arguments: str) -> None:
    app(args=["plan", "books (title)", "--model", "offline", *arguments], standalone_mode=False)


def test_a_plan_can_be_printed(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    run("--out", "-")
    out, shown = capfdbinary.readouterr()
    assert out.startswith(b"request: books (title)")
    assert b"Records" in shown
    assert not (tmp_path / "-").exists()


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("plan.yaml", "plan.yaml"),
        ("my plan.yaml", "'my plan.yaml'"),
        ("it's $HOME; [b].yaml", "'it'\"'\"'s $HOME; [b].yaml'"),
    ],
)
def test_the_command_that_builds_it_can_be_pasted(
    name: str, quoted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run("--out", name)
    said = capsys.readouterr().out.splitlines()[-1]
    assert said == f"Saved. Build from it with: stackwright build --plan {quoted}"
    assert Path(name).read_text().startswith("request: books (title)")


def test_a_place_that_takes_no_file_is_told_before_a_model_is_asked() -> None:
    Path("file").touch()
    for place, says in (
        ("file", "there is such a file already"),
        ("file/plan.yaml", "there is no folder file; make it first"),
        ("nowhere/plan.yaml", "there is no folder nowhere; make it first"),
    ):
        with pytest.raises(InputError, match=says):
            run("--out", place)


def test_a_recording_without_calls_is_none() -> None:
    Path("calls").mkdir()
    with pytest.raises(InputError, match=r"--replay \S+/calls: is not a folder of recorded calls"):
        plan("books (title)", replay="calls")
    assert RunStore(Path("data/runs")).all() == []


@pytest.mark.parametrize(
    ("place", "says"), [("file", "is not a folder"), ("file/x", "Not a directory")]
)
def test_a_folder_for_a_recording_that_cannot_be_had_is_told(place: str, says: str) -> None:
    Path("file").touch()
    with pytest.raises(InputError, match=f"--record .*: {says}; name another folder"):
        plan("books (title)", model="offline", record=place)


def test_a_plan_that_never_ends_is_not_read_to_its_end() -> None:
    with pytest.raises(InputError, match="--plan /dev/zero: it is not a regular file"):
        build(plan="/dev/zero")
