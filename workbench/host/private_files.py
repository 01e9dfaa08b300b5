"""Files that only their owner can read: runs, prompts and recordings may hold what is confidential."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_MODE = 0o700
FILE_MODE = 0o600


def make_private_folder(folder: Path) -> None:
    """Makes the folder and those above it that are missing, each for the owner alone. Does blocking I/O.

    Folders that are there already keep their modes.
    """
    missing = [folder, *folder.parents]
    for place in reversed([place for place in missing if not place.exists()]):
        place.mkdir(mode=FOLDER_MODE, exist_ok=True)


def write_private(path: Path, content: str | bytes) -> None:
    """Writes the file, whole or not at all, for the owner alone. Does blocking I/O."""
    staged = path.with_name(f"{path.name}.new")
    staged.unlink(missing_ok=True)
    descriptor = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    staged.replace(path)
