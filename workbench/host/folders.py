"""Where Stackwright keeps its own things: never below the generated project or the repository."""

from __future__ import annotations

import asyncio
import errno
import os
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from platformdirs import user_data_path

from workbench.errors import EnvironmentMissing, InputError
from workbench.host.removal import is_own_folder, remove_tree
from workbench.host.untrusted.files import UnreadableFile, read_text

# What is wrong with a path itself, whatever is or is not there.
_WRONG_NAMES = frozenset({errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL, errno.EILSEQ})
_MOST_SHOWN = 200


class ImpossiblePath(InputError):
    """An option names a path that nothing can have; the message has the option's name."""

    def __init__(self, option: str, path: str, reason: str) -> None:
        super().__init__(f"{option} {shown_path(path)}: {reason}; name another")


def working_folder() -> Path:
    """The folder that relative paths start from. Raises `EnvironmentMissing` if there is none."""
    try:
        folder = Path.cwd()
    except OSError as error:
        raise EnvironmentMissing("the current folder is gone; change into another one") from error
    if not _is_text(str(folder)):
        raise EnvironmentMissing(
            f"the name of the current folder is not UTF-8 text ({shown_path(str(folder))}); "
            "rename it, or work in another one"
        )
    return folder


def given_path(path: str, option: str) -> Path:
    """The absolute path that an option names; there need be nothing. Does blocking I/O.

    Raises `ImpossiblePath` if nothing can be there, and `EnvironmentMissing` if it is relative to
    a folder that is gone.
    """
    if not _is_text(path):
        raise ImpossiblePath(option, path, "not UTF-8 text")
    whole = Path(path) if Path(path).is_absolute() else working_folder() / path
    try:
        os.lstat(whole)
    except OSError as error:
        if error.errno in _WRONG_NAMES:
            raise ImpossiblePath(option, path, error.strerror or str(error)) from error
    except ValueError as error:  # a NUL character
        raise ImpossiblePath(option, path, "not a name that a file can have") from error
    return whole


def shown_path(path: str) -> str:
    """The path for a message of one line: the middle of a long one is left out."""
    text = path.encode(errors="backslashreplace").decode().replace("\0", "\\0")
    return text if len(text) <= _MOST_SHOWN else f"{text[:120]}…{text[-60:]}"


def _is_text(path: str) -> bool:
    """False for a name that is not UTF-8: Python keeps its bytes as halves of characters."""
    return not any("\ud800" <= character <= "\udfff" for character in path)


@dataclass(frozen=True)
class Folders:
    """Stackwright's own data folder and its parts."""

    home: Path

    @property
    def toolchains(self) -> Path:
        return self.home / "toolchains"

    @property
    def bin(self) -> Path:
        """Launchers of the installed toolchains, first on every child's PATH."""
        return self.toolchains / "bin"

    @property
    def runs(self) -> Path:
        return self.home / "runs"

    @property
    def packages(self) -> Path:
        """Installed npm packages by digest of their lock file."""
        return self.home / "packages"

    @property
    def measurements(self) -> Path:
        """Long measurements that passed, by digest of what they were made on."""
        return self.home / "measurements"

    @property
    def temporary(self) -> Path:
        """A record for each temporary folder in use: whose it is, what for, and where."""
        return self.home / "temporary"

    @property
    def tools(self) -> Path:
        """Our own npm tools, apart from the generated system's."""
        return self.home / "tools"


def data_folders() -> Folders:
    """The folders below STACKWRIGHT_HOME, or the platform's place for application data."""
    override = os.environ.get("STACKWRIGHT_HOME")
    if not override:
        return Folders(user_data_path("stackwright"))
    return Folders(Path(override) if Path(override).is_absolute() else working_folder() / override)


def make_home(home: Path, shared: Iterable[str]) -> None:
    """Makes a data folder whose parts of these names are the usual one's. Does blocking I/O."""
    usual = data_folders().home
    home.mkdir(parents=True, exist_ok=True)
    for name in shared:
        (usual / name).mkdir(parents=True, exist_ok=True)
        (home / name).symlink_to(usual / name)


@asynccontextmanager
async def temporary_folder(purpose: str) -> AsyncIterator[Path]:
    """A folder that is gone after the block; made and removed off the event loop.

    Generated code runs in such folders, so their names say neither whose they are nor what for.
    That stands in a record in the data folder, so that `sweep_temporary_folders` can remove a
    folder after a kill.
    """
    folder, record = await asyncio.to_thread(_make_temporary, purpose)
    try:
        yield folder
    finally:
        await asyncio.shield(asyncio.to_thread(_remove_temporary, folder, record))


def sweep_temporary_folders() -> None:
    """Removes the temporary folders of processes that are gone. Does blocking I/O."""
    for record in data_folders().temporary.glob("*"):
        try:
            owner, _, folder = read_text(record.parent, record.name).split("\n")
            is_alive = psutil.pid_exists(int(owner))
        except (UnreadableFile, ValueError, OverflowError):  # just removed, or just being written
            continue
        if not is_alive:
            _remove_temporary(Path(folder), record)


def _make_temporary(purpose: str) -> tuple[Path, Path]:
    folder = Path(tempfile.mkdtemp())
    records = data_folders().temporary
    records.mkdir(parents=True, exist_ok=True)
    record = records / folder.name
    record.write_text(f"{os.getpid()}\n{purpose}\n{folder}")
    return folder, record


def _remove_temporary(folder: Path, record: Path) -> None:
    """Removes the folder; what cannot be removed now keeps its record, for the next sweep.

    If the machine has cleared its temporary files, the name may be somebody else's by now.
    """
    if not is_own_folder(folder) or remove_tree(folder):
        record.unlink(missing_ok=True)
