"""The handler of an operation, as the routes of the backend name it."""

from __future__ import annotations

from workbench.plan.language.operations import Operation
from workbench.scaffold.go_fields import go_literal


def guarded(operation: Operation, handler: str) -> str:
    """``h.signedIn(h.createNote, "admin")``; the handler alone if no account is needed."""
    if operation.access is None:
        return handler
    arguments = [handler, *(go_literal(role) for role in operation.access.roles)]
    return f"h.signedIn({', '.join(arguments)})"
