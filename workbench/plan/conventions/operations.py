"""The operations, bindings and pages that an entity has by convention unless the plan says other.

Source of every rule: docs/plan.md, "On the wire".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from workbench.plan.account_operations import with_access
from workbench.plan.conventions.lists import (
    filter_fields,
    has_newest_first,
    list_parameters,
    order_text,
    searched_fields,
)
from workbench.plan.language.operations import (
    ErrorCase,
    Method,
    Operation,
    Parameter,
    json_operation,
)
from workbench.plan.names import camel, with_article
from workbench.plan.pages import Page, usual_actions
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan

BODY_ERRORS = (
    ErrorCase(status=400, when="the body is not valid JSON"),
    ErrorCase(status=413, when="the body is larger than one MiB"),
    ErrorCase(status=415, when="the content type is not JSON"),
    ErrorCase(status=422, when="a field is missing or not acceptable"),
)
# In the document's order.
CONVENTIONAL_ROLES = (
    BindingRole.LIST,
    BindingRole.CREATE,
    BindingRole.READ,
    BindingRole.REPLACE,
    BindingRole.PATCH,
    BindingRole.DELETE,
    BindingRole.CLEAR,
)
USUAL_ROLES = (
    BindingRole.LIST,
    BindingRole.CREATE,
    BindingRole.READ,
    BindingRole.REPLACE,
    BindingRole.DELETE,
)
CHANGING_ROLES = (BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE, BindingRole.CLEAR)
BAD_ID = ErrorCase(status=400, when="the id is not a number")
REFERRED_TO = ErrorCase(status=409, when="other records still refer to it")


def offered(entity: Entity) -> list[BindingRole]:
    """The roles of the operations that an entity has by convention, in the document's order."""
    wanted = set(USUAL_ROLES if entity.offers is None else entity.offers)
    closed = {*entity.leave_out, *(CHANGING_ROLES if entity.append_only else ())}
    return [role for role in CONVENTIONAL_ROLES if role in wanted - closed]


def collection_path(plan: SystemPlan, entity: Entity) -> str:
    """``/notes``, below the plan's prefix."""
    return f"{plan.api_prefix}/{entity.plural}"


@dataclass(frozen=True)
class _Shape:
    """What tells one conventional operation from another.

    `summary` may name {one} record, {a_record}, {many} and their {order}; `body` ends the name of the
    request's schema, and is empty where there is none.
    """

    method: Method
    summary: str
    success: int
    is_of_one: bool = False
    body: str = ""
    has_response: bool = True


_SHAPES: Mapping[BindingRole, _Shape] = {
    BindingRole.LIST: _Shape("GET", "List {many}, {order}", 200),
    BindingRole.CREATE: _Shape("POST", "Create {a_record}", 201, body="Input"),
    BindingRole.READ: _Shape("GET", "Read one {one}", 200, is_of_one=True),
    BindingRole.REPLACE: _Shape(
        "PUT", "Replace all writable fields of {a_record}", 200, is_of_one=True, body="Input"
    ),
    BindingRole.PATCH: _Shape(
        "PATCH", "Change the fields that are sent of {a_record}", 200, is_of_one=True, body="Patch"
    ),
    BindingRole.DELETE: _Shape(
        "DELETE", "Delete {a_record}", 204, is_of_one=True, has_response=False
    ),
    BindingRole.CLEAR: _Shape("DELETE", "Delete all {many}", 204, has_response=False),
}


def crud_operations(plan: SystemPlan, entity: Entity) -> dict[BindingRole, Operation]:
    """The conventional operation of each role that the entity offers."""
    return {
        role: with_access(plan, entity, role, _operation(plan, entity, role))
        for role in offered(entity)
    }


def _operation(plan: SystemPlan, entity: Entity, role: BindingRole) -> Operation:
    shape = _SHAPES[role]
    parameters = [_id_parameter(entity)] if shape.is_of_one else []
    response = _schema(entity.name) if shape.has_response else None
    if role is BindingRole.LIST:
        parameters = list_parameters(entity)
        response = {"type": "array", "items": _schema(entity.name)}
    one = _one(entity)
    return json_operation(
        id=operation_ids(entity)[role],
        method=shape.method,
        path=item_path(plan, entity) if shape.is_of_one else collection_path(plan, entity),
        summary=shape.summary.format(
            one=one,
            a_record=with_article(one),
            many=entity.labels.plural.lower(),
            order=order_text(entity),
        ),
        tag=entity.name,
        parameters=parameters,
        request=_schema(entity.name + shape.body) if shape.body else None,
        success=shape.success,
        response=response,
        errors=_errors(plan, entity, role),
    )


def _errors(plan: SystemPlan, entity: Entity, role: BindingRole) -> list[ErrorCase]:
    match role:
        case BindingRole.LIST:
            return [ErrorCase(status=400, when="a query parameter is malformed")]
        case BindingRole.CREATE:
            return _write_errors(plan, entity)
        case BindingRole.READ:
            return [BAD_ID, _missing(entity)]
        case BindingRole.REPLACE | BindingRole.PATCH:
            return [_missing(entity), *_write_errors(plan, entity)]
        case BindingRole.DELETE:
            return [BAD_ID, _missing(entity), REFERRED_TO]
        case BindingRole.CLEAR:
            return [REFERRED_TO]


def operation_ids(entity: Entity) -> dict[BindingRole, str]:
    """Operation ids of the CRUD convention: listBooks, createBook, …"""
    plural = camel("x_" + entity.plural)[1:]
    return {
        BindingRole.LIST: f"list{plural}",
        BindingRole.CREATE: f"create{entity.name}",
        BindingRole.READ: f"get{entity.name}",
        BindingRole.REPLACE: f"replace{entity.name}",
        BindingRole.PATCH: f"change{entity.name}",
        BindingRole.DELETE: f"delete{entity.name}",
        BindingRole.CLEAR: f"clear{plural}",
    }


def crud_bindings(entity: Entity) -> list[Binding]:
    """The bindings that go with `crud_operations`."""
    ids = operation_ids(entity)
    return [
        Binding(
            entity=entity.name,
            role=role,
            operation=ids[role],
            search="q" if role is BindingRole.LIST and searched_fields(entity) else None,
            sort="sort" if role is BindingRole.LIST else None,
            limit="limit" if role is BindingRole.LIST else None,
            offset="offset" if role is BindingRole.LIST else None,
            newest_first=role is not BindingRole.LIST or has_newest_first(entity),
            filters=(
                {field.name: field.name for field in filter_fields(entity)}
                if role is BindingRole.LIST
                else {}
            ),
        )
        for role in offered(entity)
    ]


def collection_page(entity: Entity, locale: str) -> Page:
    """The page that lists an entity's records and holds its forms, in the language of a locale."""
    return Page(
        route="/" + entity.plural.replace("_", "-"),
        title=entity.labels.plural,
        heading=entity.labels.plural,
        collection=entity.name,
        actions=usual_actions(entity.labels.singular, locale),
    )


def item_path(plan: SystemPlan, entity: Entity) -> str:
    """``/notes/{id}``, below the plan's prefix."""
    return f"{collection_path(plan, entity)}/{{id}}"


def _one(entity: Entity) -> str:
    return entity.labels.singular.lower()


def _schema(name: str) -> dict[str, JsonValue]:
    return {"$ref": f"#/components/schemas/{name}"}


def _missing(entity: Entity) -> ErrorCase:
    return ErrorCase(status=404, when=f"there is no such {_one(entity)}")


def _id_parameter(entity: Entity) -> Parameter:
    return Parameter(
        name="id",
        location="path",
        required=True,
        description=f"Identifier of the {_one(entity)}",
        json_schema={"type": "integer", "format": "int64", "minimum": 1},
    )


def _write_errors(plan: SystemPlan, entity: Entity) -> list[ErrorCase]:
    errors = list(BODY_ERRORS)
    if any(field.unique for field in entity.fields):
        errors.append(ErrorCase(status=409, when="a unique value is taken"))
    elif any(rule.entity == entity.name for rule in plan.invariants):
        errors.append(
            ErrorCase(status=409, when="an invariant over several records does not allow it")
        )
    return errors
