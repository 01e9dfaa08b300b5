"""Removes folders that generated code has filled: however deep they are, and whatever lies in them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Below Python's limit of 1,000 calls, and within a path of 4,096 bytes for names of 40.
MAX_DEPTH = 100


def remove_tree(folder: Path) -> None:
    """Removes the folder with all below it; what cannot be removed stays. Does blocking I/O."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    except RecursionError:
        _flatten(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _flatten(folder: Path) -> None:
    """Moves each folder of more than that many levels to the top, until none is as deep."""
    queue, moved = [(str(folder), 0)], 0
    while queue:
        place, depth = queue.pop()
        with os.scandir(place) as entries:
            below = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
        for path in below:
            if depth < MAX_DEPTH:
                queue.append((path, depth + 1))
            else:
                moved += 1
                top = os.path.join(folder, f".moved-{os.getpid()}-{moved}")
                os.rename(path, top)
                queue.append((top, 1))
