"""Unit tests start no process, open no connection, and write only below their temporary folder."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

PROCESSES = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "os.exec"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Python's own caches, those of Hypothesis and of pytest, and what is not a file.
UNCHECKED = ("__pycache__", ".hypothesis", ".pytest_cache", os.devnull)


class Forbidden(AssertionError):
    """A unit test did what only integration tests may do."""


class _Guard:
    """An audit hook that can be switched off: hooks cannot be removed."""

    def __init__(self) -> None:
        self.allowed: str | None = None
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.allowed is None:
            return
        if event in PROCESSES:
            raise Forbidden(f"a unit test starts a process: {arguments[0]}")
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            raise Forbidden(f"a unit test opens a connection: {arguments[1]}")
        if event == "open" and self._writes_elsewhere(*arguments[:3]):
            raise Forbidden(f"a unit test writes to {arguments[0]}")

    def _writes_elsewhere(self, path: object, _mode: object, flags: object) -> bool:
        if not isinstance(path, str | bytes | os.PathLike) or not isinstance(flags, int):
            return False
        name = os.path.abspath(os.fsdecode(path))
        assert self.allowed is not None
        if not flags & WRITING or name.startswith(self.allowed):
            return False
        return not any(part in name for part in UNCHECKED)


_GUARD: list[_Guard] = []


@pytest.fixture(autouse=True)
def only_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Forbids processes, connections, and files outside the session's temporary folder."""
    if not _GUARD:
        _GUARD.append(_Guard())
    guard = _GUARD[0]
    guard.allowed = str(tmp_path_factory.getbasetemp())
    yield
    guard.allowed = None


@pytest.fixture(autouse=True)
def own_home(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty data folder, and one for temporary files, for each test."""
    monkeypatch.setenv("STACKWRIGHT_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
    for variable in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL"):
        monkeypatch.delenv(variable, raising=False)
