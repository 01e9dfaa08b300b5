"""Temporary folders are gone after their block, and after their process was killed."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

import psutil
import pytest

from workbench.host.folders import data_folders, sweep_temporary_folders, temporary_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


async def test_a_temporary_folder_is_gone_after_its_block() -> None:
    async with temporary_folder("test") as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()
    assert list(data_folders().temporary.iterdir()) == []


async def test_its_path_says_neither_whose_it_is_nor_what_for(temporary: Path) -> None:
    async with temporary_folder("strength") as folder:
        assert folder.parent == temporary
        assert re.fullmatch(r"tmp\w+", folder.name)
        assert "strength" not in folder.name
        assert str(os.getpid()) not in folder.name


async def test_only_the_folders_of_dead_processes_are_swept(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with temporary_folder("test") as ours:
        dead, record = temporary / "dead", data_folders().temporary / "dead"
        dead.mkdir()
        record.write_text(f"99999999\nverify\n{dead}")
        (temporary / "of somebody else").mkdir()
        monkeypatch.setattr(psutil, "pid_exists", lambda pid: pid == os.getpid())
        await asyncio.to_thread(sweep_temporary_folders)
        assert sorted(folder.name for folder in temporary.iterdir()) == sorted(
            ["of somebody else", ours.name]
        )
        assert not record.exists()
