"""Caches of one sandbox's own that begin with what the shared ones hold, which stay read-only.

For commands that compile and run generated code in one process tree, such as the README's.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def private_go_cache(shared: Path, own: Path) -> None:
    """A Go cache that may be written, with a link to each entry of the shared one. Does blocking I/O.

    Go never changes an entry, it only adds; so the links are read, and new entries are files here.
    """
    own.mkdir(parents=True)
    for folder in os.scandir(shared):
        if folder.is_dir(follow_symlinks=False):
            (own / folder.name).mkdir()
            for entry in os.scandir(folder.path):
                os.symlink(entry.path, own / folder.name / entry.name)


def private_npm_cache(shared: Path, own: Path) -> None:
    """An index that may be written, over the content of the shared cache. Does blocking I/O."""
    cache, target = shared / "_cacache", own / "_cacache"
    target.mkdir(parents=True)
    if cache.is_dir():
        shutil.copytree(cache / "index-v5", target / "index-v5")
        (target / "content-v2").symlink_to(cache / "content-v2")
