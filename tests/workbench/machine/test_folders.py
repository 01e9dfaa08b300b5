"""Temporary folders are gone after their block, and after their process was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from workbench.machine.folders import sweep_temporary_folders, temporary_folder


async def test_a_temporary_folder_is_gone_after_its_block() -> None:
    async with temporary_folder("test") as folder:
        (folder / "file").write_text("x")
    assert not folder.exists()


async def test_only_the_folders_of_dead_processes_are_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    dead = tmp_path / f"stackwright-verify-{int(ended.stdout)}-abc"
    other = tmp_path / "stackwright-notes"
    for folder in (dead, other):
        folder.mkdir()
    async with temporary_folder("test") as ours:
        sweep_temporary_folders()
        assert ours.is_dir()
        assert f"-{os.getpid()}-" in ours.name
    assert not dead.exists()
    assert other.is_dir()
