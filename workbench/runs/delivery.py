"""Hands the result over: into a folder of the user's, never over their work."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from workbench.errors import EnvironmentMissing, InputError
from workbench.host.folders import shown_path

OTHER = "name another with --out"
_RECORDS = frozenset({"verdict.json", "report.html"})


class OccupiedFolder(InputError):
    """The folder to deliver into cannot be used; nothing in it was touched."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(f"{shown_path(str(folder))} {reason}")


class NotDelivered(EnvironmentMissing):
    """What was built could not be put into its folder. It stays in the run."""

    def __init__(self, run: str, folder: Path, reason: str) -> None:
        super().__init__(
            f"the result could not be delivered into {shown_path(str(folder))}: {reason}; it "
            f"stays in the run, deliver it with: stackwright resume {run} --out FOLDER"
        )


def check_target(folder: Path, *, replace: bool) -> None:
    """Raises `OccupiedFolder` unless the folder is missing, empty, or may be moved aside."""
    try:
        _check(folder, replace=replace)
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        reason = f"cannot be used: {error.strerror}; {OTHER}"
        raise OccupiedFolder(folder, reason) from error
    except ValueError as error:  # a NUL character, or text that is not UTF-8
        raise OccupiedFolder(folder, f"is not a name that a folder can have; {OTHER}") from error


def _check(folder: Path, *, replace: bool) -> None:
    str(folder).encode()
    try:
        os.lstat(folder)
    except FileNotFoundError:
        pass  # as it should be
    else:
        if folder.is_symlink() or not folder.is_dir():
            raise OccupiedFolder(folder, f"is not a folder; {OTHER}")
        if os.path.ismount(folder):
            raise OccupiedFolder(folder, "is a mount point; name a folder in it with --out")
        if any(folder.iterdir()) and not replace:
            raise OccupiedFolder(folder, f"is not empty; {OTHER}, or move it aside with --replace")
    parent = folder.resolve().parent
    while not parent.exists():
        parent = parent.parent
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise OccupiedFolder(folder, f"cannot be made there; {OTHER}")


def deliver(
    files: dict[str, bytes],
    extras: Path,
    folder: Path,
    *,
    replace: bool,
    readme_before: bytes | None = None,
) -> Path | None:
    """Puts the files, and the folder `extras` as ``.stackwright``, into place in one step.

    Returns where an old folder was moved to, if there was one with other files: a run that ended just
    after its delivery delivers once more when it is resumed. `readme_before` is the README.md of the
    delivery that is in the folder: its verdict has other times than the new one. Raises `OccupiedFolder`,
    and `OSError` if the files cannot be written; then everything is as it was before.
    """
    check_target(folder, replace=replace)
    folder.parent.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(prefix=".stackwright-", dir=folder.parent))
    aside = None
    try:
        for path, content in files.items():
            target = staged / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if extras.is_dir():
            shutil.copytree(extras, staged / ".stackwright", dirs_exist_ok=True)
            (staged / ".stackwright").chmod(0o755)
        staged.chmod(0o755)
        is_the_same = folder.exists() and _holds_exactly(folder, files, readme_before)
        aside = _move_aside(folder)
        staged.rename(folder)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        if aside is not None and not folder.exists():
            aside.rename(folder)
        raise
    if aside is not None and is_the_same:
        shutil.rmtree(aside, ignore_errors=True)
        return None
    return aside


def _holds_exactly(folder: Path, files: dict[str, bytes], readme_before: bytes | None) -> bool:
    """True if these files, and what Stackwright wrote about them, are all that a folder has."""
    wanted = {name for name in files if not _is_record_of_run(name)}
    found: set[str] = set()
    try:
        for path in folder.rglob("*"):
            name = path.relative_to(folder).as_posix()
            if _is_record_of_run(name) or (path.is_dir() and not path.is_symlink()):
                continue
            if name not in wanted or path.is_symlink() or not path.is_file():
                return False
            accepted = [files[name]]
            if name == "README.md" and readme_before is not None:
                accepted.append(readme_before)
            if path.stat().st_size > max(map(len, accepted)) or path.read_bytes() not in accepted:
                return False
            found.add(name)
    except OSError:
        return False  # what cannot be read is moved aside, not removed
    return found == wanted


def _is_record_of_run(name: str) -> bool:
    """True for Stackwright's own metadata; other files belong to the user."""
    folder, _, rest = name.partition("/")
    return folder == ".stackwright" and (rest in _RECORDS or rest.startswith("screenshots/"))


def _move_aside(folder: Path) -> Path | None:
    if not folder.exists():
        return None
    if not any(folder.iterdir()):
        folder.rmdir()
        return None
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    aside = folder.with_name(f"{_cut(folder.name)}.before-{stamp}")
    if aside.exists():
        aside = aside.with_name(f"{aside.name}-{secrets.token_hex(2)}")
    folder.rename(aside)
    return aside


def _cut(name: str) -> str:
    """As much of the name as leaves room for an ending: 255 bytes are the limit of file systems."""
    return os.fsencode(name)[:220].decode(errors="ignore")
