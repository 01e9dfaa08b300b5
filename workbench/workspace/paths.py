"""Which paths a model may write."""

from __future__ import annotations

import re
from typing import Literal

from workbench.errors import StackwrightError
from workbench.workspace.file_names import complaint_about
from workbench.workspace.system_files import is_product

PROTECTED_PREFIXES = (
    "backend/api/",
    "backend/tests/contract/",
    "frontend/src/api/",
    ".stackwright/",
)
PROTECTED_FILES = ("openapi.yaml",)
Component = Literal["backend", "frontend"]
COMPONENTS: tuple[Component, ...] = ("backend", "frontend")


def component_of(path: str) -> Component | None:
    """The component whose folder a path is in; None for any other file."""
    folder, below, _ = path.partition("/")
    return next((name for name in COMPONENTS if below and name == folder), None)


class RefusedPath(StackwrightError):
    """A path that a model may not write; `reason` becomes a finding."""

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")


def is_protected(path: str) -> bool:
    """True for files that follow from the plan and that only plain code writes."""
    return path in PROTECTED_FILES or path.startswith(PROTECTED_PREFIXES)


def writable_path(path: str) -> str:
    """The path itself, if a model may write it.

    Raises `RefusedPath` for a path that is absolute, leaves the workspace, is not portable,
    is protected, or belongs to no component.
    """
    if not path or path.startswith("/") or re.match(r"^[A-Za-z]:", path) or "\\" in path:
        raise RefusedPath(path, "the path must be relative, with forward slashes")
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise RefusedPath(path, "the path leaves the workspace or is not in its simplest form")
    if reason := complaint_about(path):
        raise RefusedPath(path, reason)
    same = path.casefold()  # where case makes no difference, it is the same file
    if is_product(same):
        raise RefusedPath(path, "the folder belongs to a tool")
    if is_protected(same):
        raise RefusedPath(path, "the file is generated from the plan and protected")
    if parts[0] not in COMPONENTS or len(parts) < 2:
        raise RefusedPath(path, "only files below backend/ and frontend/ can be written")
    return path
