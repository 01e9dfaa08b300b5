"""The files of one document: read once each, regular files in the document's folder or below only."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from workbench.openapi.client_document import read_value
from workbench.openapi.reading.limits import MAX_BYTES, MAX_FILES
from workbench.openapi.reading.unusable import UnusableDocument
from workbench.openapi.repairs import Repairs


class DocumentFiles:
    """What references to files lead to; `path` is the document, whose links are followed already."""

    def __init__(self, path: Path, document: Any, size: int) -> None:
        self._folder = path.parent
        self._contents: dict[str, Any] = {path.as_uri(): document}
        self._size = size

    def has(self, uri: str) -> bool:
        """Whether there is such a file in the folder or below."""
        path = _path(uri)
        try:
            return path is not None and self._is_inside(path) and path.is_file()
        except OSError:
            return False

    def content(self, uri: str) -> Any:
        """The value that the file holds. Raises `UnusableDocument` with the file's name."""
        if uri not in self._contents:
            self._contents[uri] = self._read(uri)
        return self._contents[uri]

    def name(self, uri: str) -> str:
        """The file's path as the document's folder has it."""
        path = _path(uri)
        if path is None:
            return uri
        return (
            str(path.relative_to(self._folder)) if path.is_relative_to(self._folder) else str(path)
        )

    def _read(self, uri: str) -> Any:
        path, name = _path(uri), self.name(uri)
        if path is None or not self._is_inside(path):
            raise UnusableDocument(
                name, "lies outside the document's folder; put it there, or bundle the document"
            )
        if len(self._contents) >= MAX_FILES:
            raise UnusableDocument(name, f"the document has more than {MAX_FILES:,} files")
        try:
            content = read_file(path, name, MAX_BYTES - self._size)
        except OSError as error:
            raise UnusableDocument(
                name, f"the document refers to this file, which cannot be read: {error.strerror}"
            ) from error
        self._size += len(content)
        try:
            return read_value(content.decode(), Repairs())
        except UnusableDocument as error:
            raise UnusableDocument(f"{name}, {error.place}", error.reason) from error

    def _is_inside(self, path: Path) -> bool:
        """Whether the file is in the folder or below, links followed."""
        try:
            return path.resolve().is_relative_to(self._folder)
        except (OSError, RuntimeError):
            return False


def read_file(path: Path, name: str, room: int = MAX_BYTES) -> bytes:
    """The content of a regular file of UTF-8 text; `room` is how many bytes it may have.

    Raises `OSError` if it cannot be read, `UnusableDocument` if it is something else.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise UnusableDocument(name, "is not a regular file")
    if found.st_size > room:
        raise UnusableDocument(name, f"the document is larger than {MAX_BYTES // 1024**2} MiB")
    content = path.read_bytes()
    try:
        content.decode()
    except UnicodeDecodeError as error:
        raise UnusableDocument(name, f"is not UTF-8 (byte {error.start + 1})") from error
    return content


def _path(uri: str) -> Path | None:
    """The file of an address; None for one that names no file of this machine."""
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc or "%00" in uri or "\0" in uri:
        return None
    return Path(url2pathname(parts.path))
