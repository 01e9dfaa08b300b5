"""A record of a folder is kept until the folder is gone, and a folder of somebody else is let be."""

from __future__ import annotations

import os
from pathlib import Path

import psutil
import pytest

from workbench.host.folders import data_folders, sweep_temporary_folders
from workbench.host.removal import is_own_folder, remove_tree
from workbench.runs import working_places as places


def test_what_cannot_be_removed_keeps_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, record = tmp_path / "left", data_folders().temporary / "left"
    left.mkdir()
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(f"99999999\ntest\n{left}")
    monkeypatch.setattr(psutil, "pid_exists", lambda pid: pid == os.getpid())
    with monkeypatch.context() as refusing:
        refusing.setattr("workbench.host.folders.remove_tree", lambda folder: False)
        sweep_temporary_folders()
    assert record.exists()
    sweep_temporary_folders()
    assert not record.exists()
    assert not left.exists()


def test_a_run_remembers_its_places_until_they_are_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = places.working_places(tmp_path / "run")
    with monkeypatch.context() as refusing:
        refusing.setattr(places, "remove_tree", lambda folder: False)
        places.remove_working_places(tmp_path / "run")
    assert places.has_working_places(tmp_path / "run")
    places.remove_working_places(tmp_path / "run")
    assert not made.work.parent.exists()


def test_a_folder_of_somebody_else_is_neither_used_nor_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = places.working_places(tmp_path / "run").work.parent
    before.mkdir(exist_ok=True)
    real = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: real + 1)
    assert not is_own_folder(before)
    places.remove_working_places(tmp_path / "run")
    assert before.is_dir()
    assert list((tmp_path / "run").iterdir()) == []
    monkeypatch.undo()
    (tmp_path / "link").symlink_to(before)
    assert not is_own_folder(tmp_path / "link")
    assert remove_tree(before)
