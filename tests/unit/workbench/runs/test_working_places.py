"""A run works in folders whose paths say nothing of us, and finds them again after a resume."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest

from workbench.runs.working_places import remove_working_places, working_places


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_the_system_lies_in_a_temporary_folder_of_no_particular_name(
    tmp_path: Path, temporary: Path
) -> None:
    places = working_places(tmp_path / "stackwright/runs/1")
    for place in (places.work, places.scratch):
        assert place.parent.parent == temporary
        assert "stackwright" not in str(place.relative_to(temporary))


def test_a_resumed_run_finds_the_same_places(tmp_path: Path) -> None:
    assert working_places(tmp_path / "run") == working_places(tmp_path / "run")
    assert working_places(tmp_path / "other") != working_places(tmp_path / "run")


def test_places_that_were_cleared_are_made_anew(tmp_path: Path) -> None:
    before = working_places(tmp_path / "run")
    shutil.rmtree(before.work.parent)
    after = working_places(tmp_path / "run")
    assert after.work.parent.is_dir()


def test_they_are_removed_with_what_they_hold(tmp_path: Path, temporary: Path) -> None:
    places = working_places(tmp_path / "run")
    (places.work / "backend").mkdir(parents=True)
    remove_working_places(tmp_path / "run")
    remove_working_places(tmp_path / "run")
    assert list(temporary.iterdir()) == list((tmp_path / "run").iterdir()) == []
