"""Which files of a folder are the system, and which are products that tools made beside it.

This is the only list: what is judged, digested, copied, verified and delivered is the same set of
files. Products are named by their full path from the top of the system, so that a package of the
system's own that is called `data`, `bin` or `dist` is part of the system wherever it lies.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

PACKAGES = "frontend/node_modules"
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


def system_files(folder: Path) -> Iterator[str]:
    """The path of each file and each link of the system, sorted within its folder.

    Links are named and never followed; a folder without a file is not named. Blocks.
    """
    for place, folders, names in os.walk(folder, followlinks=False):
        above = Path(place).relative_to(folder)
        links = [name for name in folders if Path(place, name).is_symlink()]
        folders[:] = sorted(
            name
            for name in folders
            if name not in links and (above / name).as_posix() not in PRODUCT_FOLDERS
        )
        for name in sorted([*names, *links]):
            path = (above / name).as_posix()
            if belongs_to_system(path):
                yield path


def copy_system(folder: Path, target: Path) -> None:
    """Copies the regular files of the system; links are left out. Blocks."""
    target.mkdir(parents=True, exist_ok=True)
    for path in system_files(folder):
        source = folder / path
        if source.is_file() and not source.is_symlink():
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / path)
