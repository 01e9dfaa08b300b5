"""Reads files that generated programs, models or users left: never a pipe, a device, a link or a giant.

The one reader for them. It opens each folder on the way without following a link, so that what is read
lies below the folder that was named, and it waits for nobody. All functions do blocking I/O.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from workbench.errors import InputError, MeasurementError
from workbench.host.untrusted.json_texts import MAX_JSON_BYTES, NotJson, read_json

MAX_TEXT_BYTES = 16 << 20
_OPENING = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
ModelT = TypeVar("ModelT", bound=BaseModel)


class UnreadableFile(MeasurementError):
    """A file is not there, is none that has a content of its own, is too large, or is not what it must be.

    `reason` names neither what is in it nor where a link leads.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


class MissingFile(UnreadableFile):
    """There is no file of that name."""


def read_bytes(folder: Path, name: str, most: int = MAX_TEXT_BYTES) -> bytes:
    """The content of a regular file of at most so many bytes. Raises `UnreadableFile`.

    `name` is relative to the folder; no part of it may be a link, the folder itself may.
    """
    path = folder / name
    try:
        return _content(_opened(folder, name), most, path)
    except FileNotFoundError as error:
        raise MissingFile(path, "there is no such file") from error
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "it cannot be opened") from error
    except ValueError as error:  # NUL in the name
        raise UnreadableFile(path, "it is not a name that a file can have") from error


def read_text(folder: Path, name: str, most: int = MAX_TEXT_BYTES) -> str:
    """The same as text; what is not UTF-8 is replaced. Raises `UnreadableFile`."""
    return read_bytes(folder, name, most).decode("utf-8", "replace")


def read_shape(model: type[ModelT], folder: Path, name: str, most: int = MAX_JSON_BYTES) -> ModelT:
    """The value of a JSON file, of the model's shape. Raises `UnreadableFile`."""
    try:
        return model.model_validate(read_json(read_bytes(folder, name, most), most))
    except NotJson as error:
        raise UnreadableFile(folder / name, f"it is no JSON: {error}") from error
    except ValidationError as error:
        raise UnreadableFile(folder / name, shape_problem(error)) from error


def shape_problem(error: ValidationError) -> str:
    """Where a value has another shape, without the value itself."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part)[:60] for part in first["loc"]) or "the whole"
    return f"it has another shape than it must have ({place}: {first['msg']})"[:300]


def read_users_file(name: str, option: str, most: int = MAX_TEXT_BYTES) -> bytes:
    """The content of a file that a user named, who may name a link. Raises `InputError` in one line."""
    path = Path(name)
    try:
        return _content(os.open(path, _OPENING), most, path)
    except UnreadableFile as error:
        raise InputError(f"{option} {name}: {error.reason}") from error
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise InputError(f"{option} {name}: {getattr(error, 'strerror', None) or error}") from error


def copy_pictures(folder: Path, target: Path, mode: int = 0o644) -> None:
    """Copies the regular PNG files of a folder, if there is one; what else is in it stays there."""
    for name, content in pictures_in(folder):
        target.mkdir(parents=True, exist_ok=True)
        (target / name).unlink(missing_ok=True)
        (target / name).touch(mode)
        (target / name).write_bytes(content)


def pictures_in(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The name and the content of each PNG file of a folder, by name."""
    if folder.is_symlink() or not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if entry.name.endswith(".png"))
    for name in names[:MAX_PICTURES]:
        try:
            yield name, read_bytes(folder, name)
        except UnreadableFile:
            continue


MAX_PICTURES = 1_000


def _opened(folder: Path, name: str) -> int:
    """The file of a relative name, each folder on the way opened without following a link."""
    *above, last = Path(name).parts or ("",)
    if Path(name).is_absolute() or ".." in above or last in ("", ".."):
        raise OSError(None, "the name leaves its folder")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in above:
            below = os.open(part, _FOLDER, dir_fd=place)
            os.close(place)
            place = below
        return os.open(last, _OPENING | os.O_NOFOLLOW, dir_fd=place)
    finally:
        os.close(place)


def _content(descriptor: int, most: int, path: Path) -> bytes:
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableFile(path, "it is not a regular file")
        content = file.read(most + 1) if found.st_size <= most else None
    if content is None or len(content) > most:
        raise UnreadableFile(path, f"it is larger than {most >> 10:,} KiB")
    return content
