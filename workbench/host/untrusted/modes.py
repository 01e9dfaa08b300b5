"""Takes the privileges off files that generated programs made: setuid and setgid are the user's own."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_PRIVILEGES = stat.S_ISUID | stat.S_ISGID


def drop_privileges(folder: Path) -> None:
    """Clears setuid and setgid of every file and folder below; no link is followed. Does blocking I/O."""
    for place, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = os.path.join(place, name)
            with suppress(OSError):
                if os.lstat(path).st_mode & _PRIVILEGES:
                    _clear(path)


def _clear(path: str) -> None:
    found = os.open(path, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        mode = stat.S_IMODE(os.fstat(found).st_mode)
        if not stat.S_ISLNK(os.fstat(found).st_mode):
            os.chmod(f"/proc/self/fd/{found}", mode & ~_PRIVILEGES)
    finally:
        os.close(found)
