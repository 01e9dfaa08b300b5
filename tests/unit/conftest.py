"""Unit tests start no process, open no connection, and write only below their temporary folder."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# Events of what changes the file system: which of their arguments are paths, and which the open
# folder that a path is in, if it is in one.
CHANGING: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.chmod": ((0, 2),),
    "os.truncate": ((0, None),),
    "shutil.rmtree": ((0, None),),
    "sqlite3.connect": ((0, None),),
}
IN_NO_OPEN_FOLDER = -1
CONNECTING = frozenset({"socket.connect", "socket.sendto"})
PROCESSES = frozenset({"subprocess.Popen", "os.system", "os.posix_spawn", "os.fork", "os.exec"})
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Python's own caches, those of Hypothesis and of pytest, and what is not a file.
DESCRIPTORS = "/proc/self/fd/"
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
        if event in CONNECTING:
            raise Forbidden(f"a unit test opens a connection: {arguments[1]}")
        if event == "open" and self._writes_elsewhere(*arguments[:3]):
            raise Forbidden(f"a unit test writes to {arguments[0]}")
        changed = [
            arguments[path]
            for path, folder in CHANGING.get(event, ())
            if folder is None or arguments[folder] == IN_NO_OPEN_FOLDER
        ]
        if any(self._is_elsewhere(path) for path in changed):
            raise Forbidden(f"a unit test changes {changed} ({event})")

    def _writes_elsewhere(self, path: object, _mode: object, flags: object) -> bool:
        return isinstance(flags, int) and bool(flags & WRITING) and self._is_elsewhere(path)

    def _is_elsewhere(self, path: object) -> bool:
        """True for a path outside the temporary folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        text = os.fsdecode(path).removeprefix("file:").partition("?")[0]
        if text.startswith(DESCRIPTORS):
            text = os.readlink(text)
        if text in ("", ":memory:"):
            return False
        name = os.path.abspath(text)
        assert self.allowed is not None
        if name == self.allowed or name.startswith(self.allowed + os.sep):
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
