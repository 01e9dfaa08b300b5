"""What the operating system refused, as an exception of ours that says what to do.

The one place that knows the kinds: interfaces, the graph's error handler and the gate runner ask it.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import EnvironmentMissing
from workbench.host.folders import data_folders, shown_path

MIB = 1 << 20
# What a build of a small system writes: its checkout, packages, binaries and bundles.
LEAST_FREE_BYTES = 300 * MIB

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ELOOP})
_EXHAUSTED = {
    errno.EMFILE: "too many files are open; raise the limit with: ulimit -n 4096",
    errno.ENFILE: "too many files are open on this host; close programs, then resume",
    errno.ENOMEM: "no memory is left; free some, then go on with: stackwright resume",
    errno.EAGAIN: "no process can be started; end some, then go on with: stackwright resume",
    errno.EFBIG: "a file may not grow that large; raise the limit with: ulimit -f unlimited",
}
_FAILING = frozenset({errno.EIO, errno.ENXIO, errno.ENODEV, errno.ESTALE, errno.EUCLEAN})
_NO_TEMPORARY_FOLDER = "No usable temporary directory"


class HostFault(EnvironmentMissing):
    """The operating system refused something that the run needs: space, a right, a resource."""


def host_fault(error: BaseException) -> EnvironmentMissing | None:
    """The fault of the host behind an exception; None if it is none, but a defect of ours."""
    if isinstance(error, EnvironmentMissing):
        return error
    if isinstance(error, MemoryError):
        return HostFault(_EXHAUSTED[errno.ENOMEM])
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, shutil.Error):
        return _of_copy(error)
    return _of_system(error) if isinstance(error, OSError) else None


@contextmanager
def naming_host_faults() -> Iterator[None]:
    """Raises `HostFault` in place of what the operating system raised in the block."""
    try:
        yield
    except (OSError, sqlite3.Error, MemoryError) as error:
        fault = host_fault(error)
        if fault is None:
            raise
        raise fault from error


def check_host_folders() -> None:
    """Makes the data folder, and tries it and the folder for temporary files. Does blocking I/O.

    Raises `HostFault` if one cannot be written, runs no programs, or is nearly full.
    """
    with naming_host_faults():
        home = data_folders().home
        _try_folder(home, f"the data folder {home}", "set STACKWRIGHT_HOME to another folder")
        temporary = Path(tempfile.gettempdir())
        _try_folder(temporary, f"the temporary folder {temporary}", "set TMPDIR to another folder")


def _try_folder(folder: Path, what: str, advice: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
        free = shutil.disk_usage(folder).free
        flags = os.statvfs(folder).f_flag
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise HostFault(f"no space is left for {what}; free some, or {advice}") from error
        reason = error.strerror or str(error)
        raise HostFault(f"{what} cannot be written: {reason}; {advice}") from error
    if free < LEAST_FREE_BYTES:
        left = f"{free // MIB} MB of the {LEAST_FREE_BYTES // MIB} MB that a build needs are free"
        raise HostFault(f"{left} for {what}; free some, or {advice}")
    if flags & getattr(os, "ST_NOEXEC", 0):
        raise HostFault(f"{what} runs no programs (it is mounted noexec); {advice}")


def _of_system(error: OSError) -> HostFault | None:
    code = error.errno or 0
    if code == errno.ENOENT and not error.filename and _is_here_gone():
        return HostFault("the current folder is gone; change into another one")
    place = f" for {error.filename}" if error.filename else ""
    if code in _NO_SPACE:
        return HostFault(f"no space is left{place}; free some, then go on with: stackwright resume")
    if code in _EXHAUSTED:
        return HostFault(_EXHAUSTED[code])
    if code in _FAILING:
        return HostFault(f"the disk fails{place}: {error.strerror}; check it, then resume")
    if _NO_TEMPORARY_FOLDER in str(error):
        return HostFault("no folder for temporary files can be written; set TMPDIR to one")
    if code == errno.ENAMETOOLONG:
        name = shown_path(str(error.filename or ""))
        return HostFault(f"a name is too long for this host: {name}; choose shorter ones")
    if code in _NO_ACCESS and error.filename:
        return HostFault(f"{error.filename}: {error.strerror}; {_advice(str(error.filename))}")
    if code == errno.ENOENT and error.filename and _is_gone(str(error.filename)):
        return HostFault(f"{error.filename} is gone; it was removed while the run needed it")
    return None


def _is_here_gone() -> bool:
    """True in a folder that was removed: whatever looks for a relative path fails there."""
    try:
        os.getcwd()
    except OSError:
        return True
    return False


def _is_gone(name: str) -> bool:
    """True below a data folder or a temporary folder that was removed as a whole."""
    roots = (data_folders().home, Path(tempfile.gettempdir()))
    return any(Path(name).is_relative_to(root) and not root.exists() for root in roots)


def _advice(name: str) -> str:
    if Path(name).is_relative_to(data_folders().home):
        return "set STACKWRIGHT_HOME to a folder that can be written"
    if Path(name).is_relative_to(tempfile.gettempdir()):
        return "set TMPDIR to a folder that can be written"
    return "allow the access, or name another place"


def _of_sqlite(error: sqlite3.Error) -> HostFault | None:
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & 0xFF
    where = data_folders().runs
    if primary == sqlite3.SQLITE_FULL:
        return HostFault(f"no space is left for {where}; free some, then resume")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return HostFault(f"{where} cannot be written: {error}; {_advice(str(where))}")
    if primary in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return HostFault(
            f"the checkpoints below {where} cannot be read or written: {error}; "
            "check the disk, then go on with: stackwright resume"
        )
    return None


def _of_copy(error: shutil.Error) -> HostFault | None:
    """`shutil.copytree` collects what went wrong as texts."""
    text = str(error)
    for code in (*_NO_SPACE, *_EXHAUSTED, *_FAILING, *_NO_ACCESS):
        if os.strerror(code) in text:
            place = _first_target(error)
            return _of_system(OSError(code, os.strerror(code), place))
    return None


def _first_target(error: shutil.Error) -> str:
    try:
        return str(error.args[0][0][1])
    except (IndexError, TypeError):
        return "a copy"
