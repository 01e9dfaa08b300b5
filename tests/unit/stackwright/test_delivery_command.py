"""`build` whose result cannot be delivered at its end, as the command that a person types."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import pytest

from stackwright.cli import _code_of
from tests.support.plans import NOTES
from tests.support.replies import replies
from tests.support.services import FakeGates, fake_services, scripted_chat
from workbench.host.folders import data_folders
from workbench.runs.records import RunStore


@pytest.fixture(autouse=True)
def _fake_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    services = fake_services(FakeGates({}), scripted_chat(replies()))
    monkeypatch.setattr("graph.build.real_services", lambda: services)
    monkeypatch.chdir(tmp_path)


def refuse_to_move_into_place(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    real = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if Path(target).name == "out":
            raise OSError(code, os.strerror(code), str(target))
        return real(path, target)

    monkeypatch.setattr(Path, "rename", refusing)


def build(*more: str) -> int:
    as_json = "--json" in more
    return _code_of(
        ["build", NOTES, "--model", "fake", "--out", "out", *more], as_json=as_json, traced=False
    )


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.ENAMETOOLONG])
def test_it_ends_with_3_and_names_the_command_that_delivers_elsewhere(
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    refuse_to_move_into_place(monkeypatch, code)
    assert build("--quiet") == 3
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    named = re.search(r"could not be delivered .* stackwright resume (\S+) --out FOLDER", said)
    assert named is not None, said
    elsewhere = ["resume", named[1], "--out", "elsewhere", "--quiet"]
    assert _code_of(elsewhere, as_json=False, traced=False) == 0
    assert (tmp_path / "elsewhere/.stackwright/verdict.json").is_file()
    assert not (tmp_path / "out").exists()


def test_with_json_it_is_the_last_event(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse_to_move_into_place(monkeypatch, errno.ENOSPC)
    assert build("--json") == 3
    out, err = capsys.readouterr()
    last = json.loads(out.splitlines()[-1])
    (record,) = RunStore(data_folders().runs).all()
    assert (last["type"], last["kind"], last["exit_code"]) == ("error", "environment", 3)
    assert f"stackwright resume {record.id} --out FOLDER" in last["message"]
    assert err == ""
