"""Temporary folders are gone after their block, and after their process was killed."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

import pytest

from workbench.host.folders import sweep_temporary_folders, temporary_folder


async def test_a_temporary_folder_is_gone_after_its_block() -> None:
    async with temporary_folder("test") as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


# Above every limit that Linux has for process ids.
NO_PROCESS = (1 << 22) + 1


async def test_only_the_folders_of_dead_processes_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = tmp_path / f"stackwright-verify-{NO_PROCESS}-abc"
    other = tmp_path / "stackwright-notes"
    for folder in (dead, other):
        folder.mkdir()
    async with temporary_folder("test") as ours:
        await asyncio.to_thread(sweep_temporary_folders)
        assert ours.is_dir()
        assert f"-{os.getpid()}-" in ours.name
    assert not dead.exists()
    assert other.is_dir()
