"""One process works on a run at a time, and one run delivers into a folder at a time."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from workbench.errors import InputError
from workbench.host.private_files import FILE_MODE
from workbench.runs.delivery import OccupiedFolder
from workbench.runs.records import RunStore

LOCK_FILE = "lock"
CLAIMS_LOCK_FILE = ".claims.lock"
CLAIM_SECONDS = 30


class RunBusy(InputError):
    """Another process works on the run."""

    def __init__(self, name: str) -> None:
        super().__init__(f"another process works on run {name}; wait for it, or stop it first")


def lock_of(folder: Path) -> FileLock:
    """The lock of a run's folder. The operating system frees it when its process ends."""
    return FileLock(folder / LOCK_FILE, mode=FILE_MODE, thread_local=False)


@asynccontextmanager
async def working_on(store: RunStore, name: str) -> AsyncIterator[None]:
    """Holds the run for the block. Raises `RunBusy` if another process holds it."""
    lock = lock_of(store.folder(name))
    try:
        await asyncio.to_thread(lock.acquire, timeout=0)
    except Timeout as error:
        raise RunBusy(name) from error
    try:
        yield
    finally:
        await asyncio.shield(asyncio.to_thread(lock.release))


def claim_target(store: RunStore, name: str, target: Path) -> None:
    """Notes where the run will deliver. Does blocking I/O.

    Raises `OccupiedFolder` if a run that works now will deliver there, below, or above it.
    """
    with FileLock(store.root / CLAIMS_LOCK_FILE, mode=FILE_MODE, timeout=CLAIM_SECONDS):
        place = Path(os.path.realpath(target))
        for record in store.all():
            if record.id == name or record.state_now != "running" or not record.target:
                continue
            other = Path(record.target)
            if place.is_relative_to(other) or other.is_relative_to(place):
                raise OccupiedFolder(
                    target, f"is where run {record.id} will deliver; name another with --out"
                )
        store.update(name, target=str(place))
