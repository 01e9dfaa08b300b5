"""The handler of an operation, as the routes of the backend name it."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.plan.language.operations import Operation
from workbench.plan.path_templates import is_path_of, shape_of
from workbench.plan.system import SystemPlan
from workbench.scaffold.go_fields import go_literal
from workbench.scaffold.open_parts import open_operations

_METHODS = {"GET": "GET, HEAD", "POST": "POST", "PUT": "PUT", "PATCH": "PATCH", "DELETE": "DELETE"}


def guarded(operation: Operation, handler: str) -> str:
    """``h.signedIn(h.createNote, "admin")``; the handler alone if no account is needed."""
    if operation.access is None:
        return handler
    arguments = [handler, *(go_literal(role) for role in operation.access.roles)]
    return f"h.signedIn({', '.join(arguments)})"


def allowed(plan: SystemPlan, path: str) -> str:
    """The header Allow of a path: the methods of all operations that have it."""
    methods = {item.method for item in plan.operations if shape_of(item.path) == shape_of(path)}
    return ", ".join(name for method, name in _METHODS.items() if method in methods)


def refused_routes(plan: SystemPlan) -> Iterator[tuple[str, str]]:
    """Routes for methods that a path does not take, and its header Allow.

    Only of paths that none but operations still to be written have. A route without a method would
    conflict with ``GET /notes/{id}`` if the path is ``/notes/latest``: it names each method then.
    """
    still_open = open_operations(plan)
    taken = {shape_of(item.path) for item in plan.operations if item not in still_open}
    for item in still_open:
        shape = shape_of(item.path)
        if shape in taken:
            continue
        taken.add(shape)
        allow = allowed(plan, item.path)
        if any(
            is_path_of(other.path, shape) and shape_of(other.path) != shape
            for other in plan.operations
        ):
            others = [method for method in _METHODS if method not in allow.split(", ")]
            yield from ((f"{method} {item.path}", allow) for method in others)
        else:
            yield item.path, allow
