"""Every unit test is kept to its temporary folder, without processes and connections."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

# A folder outside, and one whose name only begins as the temporary folder's does.
ELSEWHERE = Path(__file__).parent / "elsewhere"
CHANGES: dict[str, Callable[[Path], object]] = {
    "open": lambda path: path.open("w"),
    "mkdir": lambda path: path.mkdir(),
    "rmdir": lambda path: path.rmdir(),
    "remove": lambda path: path.unlink(),
    "rename": lambda path: path.rename(path.with_name("other")),
    "link": lambda path: os.link(__file__, path),
    "symlink": lambda path: path.symlink_to("x"),
    "chmod": lambda path: path.chmod(0o600),
    "truncate": lambda path: os.truncate(path, 0),
    "rmtree": lambda path: shutil.rmtree(path),
    "sqlite3": lambda path: sqlite3.connect(path),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_nothing_is_changed_elsewhere(change: Callable[[Path], object]) -> None:
    with pytest.raises(AssertionError, match="a unit test"):
        change(ELSEWHERE)


def test_a_folder_whose_name_begins_as_the_temporary_one_is_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    base = tmp_path_factory.getbasetemp()
    with pytest.raises(AssertionError, match="a unit test"):
        base.with_name(base.name + "-other").mkdir()


def test_a_file_is_not_moved_out_of_the_temporary_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(AssertionError, match="a unit test"):
        (tmp_path / "a").rename(ELSEWHERE)


def test_the_temporary_folder_can_be_changed(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    folder.mkdir(parents=True)
    (folder / "c").write_text("")
    (folder / "c").rename(folder / "d")
    sqlite3.connect(folder / "e").close()
    sqlite3.connect(":memory:").close()
    shutil.rmtree(tmp_path / "a")
    assert not folder.exists()


def test_no_process_is_started() -> None:
    with pytest.raises(AssertionError, match="a unit test starts a process"):
        subprocess.Popen([sys.executable, "--version"])


def test_no_connection_is_opened(tmp_path: Path) -> None:
    with socket.socket() as stream, pytest.raises(AssertionError, match="opens a connection"):
        stream.connect(("127.0.0.1", 9))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams,
        pytest.raises(AssertionError, match="opens a connection"),
    ):
        datagrams.sendto(b"", ("127.0.0.1", 9))
    with (
        socket.socket(socket.AF_UNIX) as local,
        pytest.raises(AssertionError, match="opens a connection"),
    ):
        local.connect(str(tmp_path / "socket"))
