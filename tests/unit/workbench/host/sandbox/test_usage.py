"""What a command uses up is measured whatever it calls its files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from workbench.host.sandbox import usage
from workbench.host.sandbox.containment import kernel_interfaces
from workbench.host.sandbox.usage import (
    TooManyFiles,
    bytes_below,
    memory_of,
    nameless_bytes,
    temporary_bytes,
)

PAGE = 4096


def write(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(os.urandom(size))


def test_folders_that_are_called_like_caches_count(tmp_path: Path) -> None:
    for name in ("go-build", "node_modules", ".git", "src/node_modules"):
        write(tmp_path / name / "file", 10 * PAGE)
    assert bytes_below(str(tmp_path)) >= 40 * PAGE


def test_what_can_only_be_read_does_not_count_and_only_there(tmp_path: Path) -> None:
    kept = tmp_path / "frontend/node_modules"
    write(kept / "file", 10 * PAGE)
    write(tmp_path / "backend/node_modules/file", 10 * PAGE)
    assert 10 * PAGE <= bytes_below(str(tmp_path), {str(kept)}) < 20 * PAGE


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "system").symlink_to("/usr")
    assert bytes_below(str(tmp_path)) < PAGE


def test_more_entries_or_deeper_ones_than_can_be_measured_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usage, "MOST_ENTRIES", 10)
    for number in range(6):
        write(tmp_path / str(number) / "a", 1)
        write(tmp_path / str(number) / "b", 1)
    with pytest.raises(TooManyFiles):
        bytes_below(str(tmp_path))
    monkeypatch.setattr(usage, "LONGEST_PATH", len(str(tmp_path)))
    with pytest.raises(TooManyFiles):
        bytes_below(str(tmp_path))


def test_open_files_without_a_name_count_once(tmp_path: Path) -> None:
    before = nameless_bytes([os.getpid()])
    with (tmp_path / "file").open("wb") as file:
        (tmp_path / "file").unlink()
        file.write(os.urandom(20 * PAGE))
        file.flush()
        again = os.dup(file.fileno())
        found = nameless_bytes([os.getpid(), os.getpid()]) - before
        os.close(again)
    assert 20 * PAGE <= found < 40 * PAGE


def test_the_memory_of_processes_that_have_ended_is_nothing() -> None:
    assert memory_of([], 1) == 0
    assert memory_of([2**22 - 1], 1) == 0
    assert memory_of([os.getpid()], 1) > 0
    assert temporary_bytes([2**22 - 1], ["/tmp"]) == 0


def test_file_systems_in_memory_that_are_the_hosts_do_not_count() -> None:
    root = os.stat("/").st_dev
    places = [place for place in ("/usr", "/etc") if os.stat(place).st_dev == root]
    assert temporary_bytes([os.getpid()], places) == 0


def test_what_stands_in_proc_beside_processes_is_found_by_what_it_is(tmp_path: Path) -> None:
    for name in ("1", "sys", "pressure"):
        (tmp_path / name).mkdir()
    (tmp_path / "self").symlink_to(tmp_path / "1")
    (tmp_path / "version").touch(mode=0o444)
    (tmp_path / "sysrq-trigger").touch(mode=0o200)
    assert kernel_interfaces(tmp_path) == tuple(
        tmp_path / name for name in ("pressure", "sys", "sysrq-trigger")
    )
