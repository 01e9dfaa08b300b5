"""The data of the frontend's typed client: entities with their operations, and all other operations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from workbench.openapi.normalising import normalise
from workbench.openapi.operation_names import is_identifier
from workbench.plan.language.operations import Operation
from workbench.plan.pointers import placed
from workbench.plan.system import BindingRole, SystemPlan

# Names of TypeScript's own types, and names that the generated client uses itself.
TYPE_WORDS = frozenset(
    [
        "any",
        "bigint",
        "boolean",
        "never",
        "null",
        "number",
        "object",
        "string",
        "symbol",
        "undefined",
        "unknown",
        "void",
        "components",
        "operations",
        "Listed",
    ]
)


@dataclass(frozen=True)
class OperationView:
    """A function of the client for an operation that belongs to no entity's conventions.

    `parts` are its arguments, `types` their TypeScript types, `options` the arguments of the client's
    call. If the response has a token, `token` and `record` are their pointers in it.
    """

    operation: Operation
    parts: tuple[str, ...]
    types: dict[str, str]
    options: str
    keeps_token: bool
    token: str = ""
    record: str = ""


def client_entities(plan: SystemPlan) -> list[dict[str, Any]]:
    """Each entity's name and, by role, the operation that is bound to it."""
    entities = []
    for entity in plan.entities:
        view: dict[str, Any] = {"name": entity.name}
        for role in BindingRole:
            binding = plan.binding(entity.name, role)
            view[role.value] = plan.operation(binding.operation) if binding else None
        entities.append(view)
    return entities


def faulty_functions(plan: SystemPlan) -> list[dict[str, Any]]:
    """Each entity's client functions by role, and the value that a faulty function returns instead.

    `change` replaces a record or changes it in part. `nothing`, `created` and `changed` are JavaScript
    expressions over the arguments `values`: the response for an empty list, and for a stored record.
    """
    entities = []
    for view, entity in zip(client_entities(plan), plan.entities, strict=True):
        imported = plan.document is not None
        listed, created = (
            plan.binding(entity.name, role) for role in (BindingRole.LIST, BindingRole.CREATE)
        )
        nothing = "{ items: [], total: 0 }"
        if imported and listed is not None:
            total = [(listed.total, 0)] if listed.total.startswith("/") else []
            nothing = json.dumps(placed([(listed.items, []), *total])) if listed.items else "[]"
        body = (
            "values[1]" if imported and created is not None and created.path_from else "values[0]"
        )
        entities.append(
            view
            | {
                "change": view["replace"] or view["patch"],
                "nothing": nothing,
                "created": body if imported else "{ id: 1, ...(values[0] as object) }",
                "changed": "values[1]"
                if imported
                else "{ id: values[0], ...(values[1] as object) }",
            }
        )
    return entities


def client_operations(plan: SystemPlan) -> list[OperationView]:
    """Every operation that no entity is bound to, in plan order; all of a client's own document."""
    bound = {binding.operation for binding in plan.bindings if plan.document is None}
    return [_view(plan, operation) for operation in plan.operations if operation.id not in bound]


def component_names(plan: SystemPlan) -> list[str]:
    """The schemas of a client's own document whose names can be those of types."""
    if plan.document is None:
        return []
    components = normalise(plan.document).document.get("components") or {}
    return [
        name
        for name in components.get("schemas") or {}
        if is_identifier(name) and name not in TYPE_WORDS
    ]


def _view(plan: SystemPlan, operation: Operation) -> OperationView:
    places = {parameter.location for parameter in operation.parameters}
    inside = f'operations["{operation.id}"]'
    types = {
        "path": f'{inside}["parameters"]["path"]',
        "query": f'NonNullable<{inside}["parameters"]["query"]> = {{}}',
        "body": f'NonNullable<{inside}["requestBody"]>["content"]["application/json"]',
    }
    # The query, which has a default, comes last.
    has = {
        "path": "path" in places,
        "body": operation.request is not None,
        "query": "query" in places,
    }
    parts = [part for part in ("path", "body", "query") if has[part]]
    params = [part for part in parts if part != "body"]
    options = [f"params: {{ {', '.join(params)} }}"] if params else []
    options += ["body"] if has["body"] else []
    accounts = plan.accounts
    registers = accounts is not None and operation.id == accounts.register_operation
    keeps = accounts is not None and (
        operation.id == accounts.login_operation or (registers and accounts.registering_signs_in)
    )
    return OperationView(
        operation=operation,
        parts=tuple(parts),
        types=types,
        options=", ".join(options),
        keeps_token=keeps,
        token=_member(accounts.token) if accounts and keeps else "",
        record=_member(accounts.registered_place if registers else accounts.record)
        if accounts and keeps
        else "",
    )


def _member(pointer: str) -> str:
    """``/user/token`` as ``.user.token``."""
    return pointer.replace("/", ".")
