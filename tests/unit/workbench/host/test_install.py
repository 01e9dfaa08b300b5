"""Installed launchers are linked into the virtual environment, over nobody else's files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workbench.host.folders import Folders
from workbench.host.install import link_into_environment


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    folders = Folders(tmp_path / "home")
    folders.bin.mkdir(parents=True)
    for name in ("go", "npm", "chromium"):
        (folders.bin / name).write_text("")
    (tmp_path / "venv/bin").mkdir(parents=True)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "venv"))
    return folders


def test_launchers_are_linked_and_relinked(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "venv/bin/go").symlink_to(tmp_path / "gone")
    link_into_environment(folders)
    link_into_environment(folders)
    links = {path.name: path.readlink() for path in (tmp_path / "venv/bin").iterdir()}
    assert links == {"go": folders.bin / "go", "npm": folders.bin / "npm"}


def test_a_file_that_is_not_our_link_is_left_alone(folders: Folders, tmp_path: Path) -> None:
    (tmp_path / "venv/bin/npm").write_text("somebody's own")
    link_into_environment(folders)
    assert (tmp_path / "venv/bin/npm").read_text() == "somebody's own"


def test_outside_a_virtual_environment_nothing_is_linked(
    folders: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "base_prefix", sys.prefix)
    link_into_environment(folders)
    assert list((tmp_path / "venv/bin").iterdir()) == []
