"""Removes files of earlier runs that are not needed: automatically within bounds, or on request.

Results are in the users' folders and are never touched.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from filelock import Timeout

from workbench.host.folders import Folders, data_folders, sweep_temporary_folders
from workbench.host.packages import STAGING
from workbench.host.removal import remove_tree
from workbench.runs.locks import lock_of
from workbench.runs.records import RunRecord, RunStore
from workbench.runs.working_places import LINK, has_working_places, remove_working_places
from workbench.workspace.system_files import walk

DAY = 24 * 3600.0
# The checkout, packages and binaries of a run that ended early; a resume makes them again.
WORKING_COPY_DAYS = 3.0
# Maximum number of runs that ended, and of package folders, that stay: the newest.
KEPT_RUNS = 100
KEPT_PACKAGES = 20
SETTLED_SECONDS = 60.0


@dataclass(frozen=True)
class Bounds:
    """How much of earlier runs stays; `damaged` ones are removed only if it says so."""

    runs: int = KEPT_RUNS
    packages: int = KEPT_PACKAGES
    working_copy_seconds: float = WORKING_COPY_DAYS * DAY
    damaged: bool = False


# What `stackwright runs --prune` leaves.
WHEN_ASKED = Bounds(runs=10, packages=5, working_copy_seconds=0, damaged=True)


@dataclass(frozen=True)
class Removed:
    """What was removed: whole runs, working copies of runs, and bytes of both and the rest."""

    runs: int
    working_copies: int
    size: int


def sweep() -> None:
    """Keeps the data folder within its bounds, and removes what killed processes left. Does blocking I/O."""
    prune(Bounds())


def prune(bounds: Bounds) -> Removed:
    """Removes what is beyond the bounds; runs that a process works on are left alone. Does blocking I/O."""
    sweep_temporary_folders()
    folders = data_folders()
    size = sum(map(_remove, [*_stagings(folders), *_old_packages(folders, bounds.packages)]))
    store = RunStore(folders.runs)
    records = store.all()
    names = _beyond(store, records, bounds) + (_damaged(store) if bounds.damaged else [])
    whole = [_unless_busy(store, name, _remove_run) for name in names]
    oldest = time.time() - bounds.working_copy_seconds
    copies = [
        _unless_busy(store, record.id, _remove_working_copy)
        for record in records
        if record.id not in names
        and record.state_now != "running"
        and _touched(store.folder(record.id)) <= oldest
    ]
    return Removed(_many(whole), _many(copies), size + sum(whole) + sum(copies))


def _many(sizes: list[int]) -> int:
    return sum(size > 0 for size in sizes)


def _beyond(store: RunStore, records: list[RunRecord], bounds: Bounds) -> list[str]:
    """Runs that ended beyond the newest so many, and any beyond the usual bound."""
    ended = [record for record in records if record.state_now == "finished"]
    old = [*ended[bounds.runs :], *records[KEPT_RUNS:]]
    return list(
        dict.fromkeys(
            record.id
            for record in old
            if record.state_now != "running"
            and not Path(record.out).is_relative_to(store.folder(record.id))  # the result is in it
        )
    )


def _damaged(store: RunStore) -> list[str]:
    """Folders without a record that can be read; one that is just being made is left alone."""
    ago = time.time() - SETTLED_SECONDS
    return [name for name in store.damaged() if _touched(store.folder(name)) < ago]


def _stagings(folders: Folders) -> Iterator[Path]:
    """Packages that a process was installing when it died."""
    for folder in folders.packages.glob(f"{STAGING}*"):
        owner = folder.name.removeprefix(STAGING).partition("-")[0]
        if (owner.isdigit() and not psutil.pid_exists(int(owner))) or (
            not owner.isdigit() and _touched(folder) < time.time() - DAY
        ):
            yield folder


def _old_packages(folders: Folders, kept: int) -> list[Path]:
    """Installed packages beyond the newest that were used; those of the last day always stay."""
    found = [folder for folder in folders.packages.glob("[!.]*") if folder.is_dir()]
    newest_first = sorted(found, key=_touched, reverse=True)
    return [folder for folder in newest_first[kept:] if _touched(folder) < time.time() - DAY]


def _unless_busy(store: RunStore, name: str, work: Callable[[Path], int]) -> int:
    """What `work` returns for the run's folder; 0 if a process works on the run."""
    folder = store.folder(name)
    try:
        with lock_of(folder).acquire(timeout=0):
            return work(folder)
    except (Timeout, FileNotFoundError):  # FileNotFoundError: another process removed it
        return 0


def _remove_working_copy(folder: Path) -> int:
    if not has_working_places(folder):
        return 0
    size = _size_below((folder / LINK).resolve())
    remove_working_places(folder)
    return size


def _remove_run(folder: Path) -> int:
    return _remove_working_copy(folder) + _remove(folder)


def _remove(folder: Path) -> int:
    """Removes a folder; the bytes that it held."""
    size = _size_below(folder)
    remove_tree(folder)
    return size


def _size_below(folder: Path) -> int:
    """Bytes of a folder with what is in it; at least one."""
    levels = walk(folder)
    return 1 + sum(
        _size(place / name) for place, below, files in levels for name in (*below, *files)
    )


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _touched(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except OSError:
        return time.time()
