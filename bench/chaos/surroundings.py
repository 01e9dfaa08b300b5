"""The host around a trial: a secret, a service, a cache and packages, each watched for changes."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

SECRET = "the-secret-of-the-host"
MARK = "CHAOS_MARK"
# A child of the host has none of these; each held a secret somewhere once.
SECRETS = (
    "OPENAI_API_KEY",
    "DATABASE_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "GITHUB_PAT",
    "GITHUB_TOKEN",
    "SSH_AUTH_SOCK",
    "STACKWRIGHT_ANYTHING",
    "KUBECONFIG",
    "PGPASSWORD",
    "NPM_TOKEN",
)
CACHES = ("cache", "node_modules")


@dataclass
class Surroundings:
    """What is on the host beside the folder `work`, which a trial may fill as it likes."""

    work: Path
    outside: Path
    port: int
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    reached: list[str] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        """What a program is told, so that it need not search for what to attack."""
        return {
            "SECRET_FILE": str(self.outside / "secret.txt"),
            "HOST_PORT": str(self.port),
            "CACHE": str(self.outside / "cache"),
            "PACKAGES": str(self.outside / "node_modules"),
            "SUPERVISOR": str(os.getpid()),
            MARK: self.mark,
        }

    def state(self) -> dict[str, str]:
        """Every file outside the work folder with its content, mode, time and links. Does blocking I/O."""
        return {
            path.relative_to(self.outside).as_posix(): _state(path)
            for path in sorted(self.outside.rglob("*"))
            if path.is_file()
        }

    def changed(self, before: dict[str, str]) -> tuple[int, int]:
        """How many files outside were changed, and how many of the caches. Does blocking I/O."""
        now = self.state()
        names = [n for n in before.keys() | now.keys() if before.get(n) != now.get(n)]
        caches = sum(name.split("/")[0] in CACHES for name in names)
        return len(names) - caches, caches

    def left(self) -> list[psutil.Process]:
        """The processes that the trial started and that live. Does blocking I/O."""
        return [process for process in psutil.process_iter() if self._is_left(process)]

    def _is_left(self, process: psutil.Process) -> bool:
        try:
            marked = process.environ().get(MARK) == self.mark
            return marked and process.status() != psutil.STATUS_ZOMBIE
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            return False


@contextmanager
def surroundings(folder: Path) -> Iterator[Surroundings]:
    """A host in an empty folder; our own environment is full of secrets meanwhile. Does blocking I/O."""
    work, outside = folder / "work", folder / "outside"
    for made in (work, outside / "cache", outside / "node_modules" / "vite"):
        made.mkdir(parents=True)
    (outside / "secret.txt").write_text(SECRET)
    (outside / "cache" / "entry").write_text("compiled")
    (outside / "node_modules" / "vite" / "index.js").write_text("vite")
    before = {name: os.environ.get(name) for name in SECRETS}
    os.environ.update(dict.fromkeys(SECRETS, SECRET))
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            around = Surroundings(work, outside, listener.getsockname()[1])
            threading.Thread(target=_accept, args=(listener, around), daemon=True).start()
            yield around
            listener.shutdown(socket.SHUT_RDWR)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _accept(listener: socket.socket, around: Surroundings) -> None:
    try:
        while True:
            around.reached.append(str(listener.accept()[1]))
    except OSError:
        return  # the trial is over


def _state(path: Path) -> str:
    found = path.stat()
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"{content} {found.st_mode} {found.st_mtime_ns} {found.st_nlink}"
