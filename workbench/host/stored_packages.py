"""A folder of installed packages in the store: what it held when it was filled, and links to it."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from workbench.host.removal import remove_tree

CONTENT = "node_modules"
SEAL = "sealed"


def seal(stored: Path) -> None:
    """Notes what the folder holds, as the last step of filling it. Does blocking I/O."""
    (stored / SEAL).write_text(fingerprint(stored / CONTENT))


def is_whole(stored: Path) -> bool:
    """True when it holds what it held when it was filled: nothing missing, added or changed. Does blocking I/O.

    Names, kinds, sizes and times of change are compared, not contents: 20 ms, not a second.
    """
    try:
        return (stored / SEAL).read_text() == fingerprint(stored / CONTENT)
    except (OSError, ValueError):  # ValueError: a seal that is not text
        return False


def fingerprint(folder: Path) -> str:
    """A digest of the names, kinds, sizes and times of everything below the folder. Does blocking I/O."""
    digest = hashlib.sha256()
    for entry, path in _entries(folder, ""):
        found = entry.stat(follow_symlinks=False)
        is_file = entry.is_file(follow_symlinks=False)
        detail = (found.st_size, found.st_mtime_ns) if is_file else (0, 0)
        digest.update(f"{path}\0{found.st_mode}\0{detail}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def place(stored: Path, target: Path) -> None:
    """Makes `target` hold the packages, by hard links if that can be. Does blocking I/O.

    A sandbox mounts them read-only. Without one, who writes to a link changes the store: `is_whole`
    sees that before the next use.
    """
    source = stored / CONTENT
    remove_tree(target)
    try:
        shutil.copytree(source, target, copy_function=os.link, symlinks=True)
    except (OSError, shutil.Error):  # another file system
        remove_tree(target)
        shutil.copytree(source, target, symlinks=True)


def _entries(folder: Path, below: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        path = f"{below}/{entry.name}"
        yield entry, path
        if entry.is_dir(follow_symlinks=False):
            yield from _entries(Path(entry.path), path)
