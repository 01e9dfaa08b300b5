"""What a generated program may leave in the place of a file, and texts that are no proper JSON."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

SECRET = "ghp_THE-HOSTS-TOKEN"


def a_link_to_a_secret(path: Path) -> None:
    secret = path.parent.parent / "secret.txt"
    secret.write_text(SECRET)
    path.symlink_to(secret)


def a_link_to_an_endless_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_folder(path: Path) -> None:
    (path / "x").mkdir(parents=True)


def a_sparse_giant(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def a_link_in_a_circle(path: Path) -> None:
    path.symlink_to(path.name)


# Whoever opens a pipe waits for a writer, and a device has no end: a test of them hangs when it fails.
ODD: tuple[Callable[[Path], None], ...] = (
    os.mkfifo,
    a_link_to_a_secret,
    a_link_to_an_endless_device,
    a_folder,
    a_sparse_giant,
    a_link_in_a_circle,
)
NOT_JSON = (
    "",
    "{",
    "[" * 200_000,
    "9" * 5_000,
    "NaN",
    "\ud800".encode("utf-8", "surrogatepass"),
    b"\xff",
)
OTHER_SHAPES = ("[]", "null", "1", '"x"', '{"x": 1}')


def name_of(leave: Callable[[Path], None]) -> str:
    return leave.__name__


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
