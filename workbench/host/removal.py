"""Removes folders that generated code has filled: however deep, long or locked they are, whatever lies in them.

It goes from folder to folder by their descriptors, two of them at a time, so that neither the length of
a path nor the number of open files nor Python's own limit of calls matters. A folder that its owner
locked is unlocked on the way. No link is followed.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_UNLOCKED = 0o700


def remove_tree(folder: Path) -> bool:
    """Removes the folder with all below it; True if it is gone. Does blocking I/O.

    What cannot be removed stays, and so do the folders above it.
    """
    try:
        above = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return not os.path.lexists(folder)
    try:
        with suppress(OSError):
            _remove(folder.name, above)
    finally:
        os.close(above)
    return not os.path.lexists(folder)


def is_own_folder(path: Path) -> bool:
    """True for a folder, no link to one, that belongs to the user of this process."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()


@dataclass
class _Level:
    """A folder that is being emptied: its name in the one above, which one it is, what is still in it."""

    name: str
    identity: tuple[int, int]
    left: list[str] = field(default_factory=list)


def _remove(name: str, above: int) -> None:
    """Removes an entry of the folder `above`, and what is below it. Raises `OSError`."""
    if not stat.S_ISDIR(os.stat(name, dir_fd=above, follow_symlinks=False).st_mode):
        os.unlink(name, dir_fd=above)
        return
    place = _entered(name, above)
    try:
        levels = [_emptied_of_files(name, place)]
        while True:
            if levels[-1].left:
                below = levels[-1].left.pop()
                try:
                    entered = _entered(below, place)
                except OSError:
                    continue  # it stays
                os.close(place)
                place = entered
                levels.append(_emptied_of_files(below, place))
                continue
            done = levels.pop()
            if not levels:
                break
            outer = os.open("..", _FOLDER, dir_fd=place)
            os.close(place)
            place = outer
            if _identity(place) != levels[-1].identity:
                raise OSError("a folder was moved while it was being removed")
            _rmdir(done.name, place)
    finally:
        os.close(place)
    os.rmdir(name, dir_fd=above)


def _entered(name: str, above: int) -> int:
    """The folder, opened; one that its owner may not look into or change is unlocked first."""
    try:
        place = os.open(name, _FOLDER, dir_fd=above)
    except PermissionError:
        found = os.open(
            name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=above
        )
        try:
            os.chmod(f"/proc/self/fd/{found}", _UNLOCKED)
        finally:
            os.close(found)
        place = os.open(name, _FOLDER, dir_fd=above)
    status = os.fstat(place)
    if status.st_mode & _UNLOCKED != _UNLOCKED and status.st_uid == os.geteuid():
        os.fchmod(place, _UNLOCKED)
    return place


def _emptied_of_files(name: str, place: int) -> _Level:
    """Removes what is no folder from an open one, and says which folders are left in it."""
    level = _Level(name, _identity(place))
    with os.scandir(place) as entries:
        found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    for entry, is_folder in found:
        if is_folder:
            level.left.append(entry)
            continue
        try:
            os.unlink(entry, dir_fd=place)
        except OSError:
            continue  # it stays
    return level


def _rmdir(name: str, place: int) -> None:
    try:
        os.rmdir(name, dir_fd=place)
    except OSError:
        return  # something in it stays


def _identity(place: int) -> tuple[int, int]:
    status = os.fstat(place)
    return status.st_dev, status.st_ino
