"""Installed packages are used again only where they are what was installed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.host.stored_packages import is_whole, place, seal


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    package = tmp_path / "stored" / "node_modules" / "vite"
    package.mkdir(parents=True)
    (package / "index.js").write_text("vite")
    (package / "bin.js").write_text("bin")
    (package / "link.js").symlink_to("index.js")
    seal(tmp_path / "stored")
    return tmp_path / "stored"


def test_what_was_filled_is_whole(stored: Path) -> None:
    assert is_whole(stored)


def test_what_was_never_filled_to_the_end_is_not(tmp_path: Path) -> None:
    (tmp_path / "node_modules").mkdir()
    assert not is_whole(tmp_path)


def remove(package: Path) -> None:
    (package / "bin.js").unlink()


def add(package: Path) -> None:
    (package / "evil.js").write_text("evil")


def change(package: Path) -> None:
    (package / "index.js").write_text("evil")
    os.utime(package / "index.js", ns=(1, 1))


def lead_elsewhere(package: Path) -> None:
    (package / "bin.js").unlink()
    (package / "bin.js").symlink_to("/etc/passwd")


@pytest.mark.parametrize("harm", [remove, add, change, lead_elsewhere])
def test_any_harm_is_seen(stored: Path, harm: Callable[[Path], None]) -> None:
    harm(stored / "node_modules" / "vite")
    assert not is_whole(stored)


def test_a_change_through_a_link_of_a_workspace_is_seen(stored: Path, tmp_path: Path) -> None:
    place(stored, tmp_path / "work")
    assert is_whole(stored)
    (tmp_path / "work" / "vite" / "index.js").write_text("evil")
    assert not is_whole(stored)


def test_a_name_that_is_no_text_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "node_modules"
    folder.mkdir()
    (folder / os.fsdecode(b"\xff")).write_text("")
    seal(tmp_path)
    assert is_whole(tmp_path)
