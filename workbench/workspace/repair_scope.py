"""How much of a tree a repair may rewrite. The debugger's prompt names the scope by its value."""

from __future__ import annotations

from enum import StrEnum


class RepairScope(StrEnum):
    """How much of the system the next repair may rewrite."""

    EDIT = "edit"
    FILE = "file"
    COMPONENT = "component"
