"""Hands the result over: into a folder of the user's, never over their work."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from workbench.errors import InputError


class OccupiedFolder(InputError):
    """The folder to deliver into holds something; nothing in it was touched."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(f"{folder} {reason}")


def check_target(folder: Path, *, replace: bool) -> None:
    """Raises `OccupiedFolder` unless the folder is missing, empty, or may be moved aside."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OccupiedFolder(folder, "is not a folder; name another with --out")
    if folder.is_dir() and any(folder.iterdir()) and not replace:
        raise OccupiedFolder(
            folder, "is not empty; name another with --out, or move it aside with --replace"
        )
    parent = folder.resolve().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        raise OccupiedFolder(folder, "cannot be made there; name another with --out")


def deliver(files: dict[str, bytes], extras: Path, folder: Path, *, replace: bool) -> Path | None:
    """Puts the files, and the folder `extras` as ``.stackwright``, into place in one step.

    Returns where an old folder was moved to, if there was one. Raises `OccupiedFolder`.
    """
    check_target(folder, replace=replace)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        for path, content in files.items():
            target = staged / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if extras.is_dir():
            shutil.copytree(extras, staged / ".stackwright", dirs_exist_ok=True)
            (staged / ".stackwright").chmod(0o755)
        staged.chmod(0o755)
        aside = _move_aside(folder)
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    return aside


def _move_aside(folder: Path) -> Path | None:
    if not folder.exists():
        return None
    if not any(folder.iterdir()):
        folder.rmdir()
        return None
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = folder.with_name(f"{folder.name}.before-{stamp}")
    if aside.exists():
        aside = aside.with_name(f"{aside.name}-{secrets.token_hex(2)}")
    folder.rename(aside)
    return aside
