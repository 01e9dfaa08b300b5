"""A result is delivered in one step and never over somebody's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.runs.delivery import OccupiedFolder, check_target, deliver

FILES = {"README.md": b"new", "backend/main.go": b"go"}


def test_delivers_into_a_missing_folder(tmp_path: Path) -> None:
    deliver(FILES, tmp_path / "none", tmp_path / "a/out", replace=False)
    assert (tmp_path / "a/out/backend/main.go").read_bytes() == b"go"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_a_folder_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "out"
    mine.mkdir()
    (mine / "work.txt").write_text("mine")
    with pytest.raises(OccupiedFolder, match="--replace"):
        deliver(FILES, tmp_path / "none", mine, replace=False)
    assert [path.name for path in mine.iterdir()] == ["work.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_replacing_moves_the_old_folder_aside(tmp_path: Path) -> None:
    mine = tmp_path / "out"
    mine.mkdir()
    (mine / "work.txt").write_text("mine")
    aside = deliver(FILES, tmp_path / "none", mine, replace=True)
    assert aside is not None
    assert (aside / "work.txt").read_text() == "mine"
    assert not (mine / "work.txt").exists()


def test_a_file_or_a_link_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("file", "link"):
        with pytest.raises(OccupiedFolder, match="is not a folder"):
            check_target(tmp_path / name, replace=True)


def test_the_same_files_again_leave_one_folder(tmp_path: Path) -> None:
    """A run that was stopped just after its delivery delivers once more when it is resumed."""
    first = FILES | {".stackwright/verdict.json": b"first"}
    second = FILES | {".stackwright/verdict.json": b"second", "README.md": b"newer"}
    deliver(first, tmp_path / "none", tmp_path / "out", replace=False)
    again = deliver(second, tmp_path / "none", tmp_path / "out", replace=True, readme_before=b"new")
    assert again is None
    assert (tmp_path / "out/.stackwright/verdict.json").read_text() == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_one_file_more_or_changed_is_kept(tmp_path: Path) -> None:
    for name, text in (("notes.txt", b"mine"), ("README.md", b"now")):
        folder = tmp_path / f"with {name}"
        deliver(FILES, tmp_path / "none", folder, replace=False)
        (folder / name).write_bytes(text)
        aside = deliver(FILES, tmp_path / "none", folder, replace=True)
        assert aside is not None
        assert (aside / name).read_bytes() == text
