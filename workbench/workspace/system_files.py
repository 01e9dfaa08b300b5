"""Which files of a folder are the system, and which are products that tools made beside it.

This is the only list: what is judged, digested, copied, verified and delivered is the same set of
files. Products are named by their full path from the top of the system, so that a package of the
system's own that is called `data`, `bin` or `dist` is part of the system wherever it lies.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

PACKAGES = "frontend/node_modules"
MAX_DEPTH = 100
# Made by git, by `npm ci`, and by `npm run build`.
PRODUCT_FOLDERS = frozenset({".git", PACKAGES, "frontend/dist"})
# Made by `make build`; the database at its default place, started from backend/ or from the top.
_PRODUCT_FILES = re.compile(r"bin/server(\.exe)?|(backend/)?data/app\.db(-wal|-shm|-journal)?")
# Written beside the system when it is delivered; they tell of the files and are not among them.
_RECORDS = re.compile(r"\.stackwright/(verdict\.json|report\.html|screenshots/.*)")


def is_product(path: str) -> bool:
    """True for a path, relative to the top of the system, that a tool makes there."""
    parts = path.split("/")
    folders = ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return _PRODUCT_FILES.fullmatch(path) is not None or any(f in PRODUCT_FOLDERS for f in folders)


def belongs_to_system(path: str) -> bool:
    """True for every path that is neither a product nor a record of a delivery."""
    return not is_product(path) and _RECORDS.fullmatch(path) is None


def walk(folder: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """As `os.walk`, in order of names; links are among the files, and so is a folder too deep to be
    looked into: what generated code leaves has no bounds, and Python's own walk is recursive. Does blocking I/O.
    """
    queue = [(folder, 0)]
    while queue:
        place, depth = queue.pop()
        folders: list[str] = []
        names: list[str] = []
        try:
            with os.scandir(place) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError:  # removed meanwhile, or not to be read
            continue
        for entry in found:
            below = entry.is_dir(follow_symlinks=False) and depth < MAX_DEPTH
            (folders if below else names).append(entry.name)
        yield place, folders, names
        queue += [(place / name, depth + 1) for name in reversed(folders)]


def system_files(folder: Path) -> Iterator[str]:
    """The path of each file and each link of the system, sorted within its folder.

    Links are named and never followed; a folder without a file is not named. Does blocking I/O.
    """
    for place, folders, names in walk(folder):
        above = place.relative_to(folder)
        folders[:] = [n for n in folders if (above / n).as_posix() not in PRODUCT_FOLDERS]
        for name in names:
            path = (above / name).as_posix()
            if belongs_to_system(path):
                yield path


def copy_system(folder: Path, target: Path) -> None:
    """Copies the regular files of the system; links are left out. Does blocking I/O."""
    target.mkdir(parents=True, exist_ok=True)
    for path in system_files(folder):
        source = folder / path
        if source.is_file() and not source.is_symlink():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / path)
            (target / path).chmod(stat.S_IMODE(source.stat().st_mode) & 0o777)
