"""The operations, bindings and pages that an entity has by convention unless the plan says other.

Source of every rule: docs/plan.md, "On the wire".
"""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.account_operations import with_access
from workbench.plan.conventions.lists import (
    filter_fields,
    has_newest_first,
    list_parameters,
    order_text,
    searched_fields,
)
from workbench.plan.language.operations import ErrorCase, Operation, Parameter, json_operation
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


def crud_operations(plan: SystemPlan, entity: Entity) -> dict[BindingRole, Operation]:
    """The conventional operation of each role that the entity offers."""
    makers = {
        BindingRole.LIST: _list,
        BindingRole.CREATE: _create,
        BindingRole.READ: _read,
        BindingRole.REPLACE: _replace,
        BindingRole.PATCH: _patch,
        BindingRole.DELETE: _delete,
        BindingRole.CLEAR: _clear,
    }
    return {
        role: with_access(plan, entity, role, makers[role](plan, entity))
        for role in offered(entity)
    }


def _list(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.LIST],
        method="GET",
        path=collection_path(plan, entity),
        summary=f"List {entity.labels.plural.lower()}, {order_text(entity)}",
        tag=entity.name,
        parameters=list_parameters(entity),
        success=200,
        response={"type": "array", "items": _schema(entity.name)},
        errors=[ErrorCase(status=400, when="a query parameter is malformed")],
    )


def _create(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.CREATE],
        method="POST",
        path=collection_path(plan, entity),
        summary=f"Create {with_article(_one(entity))}",
        tag=entity.name,
        request=_schema(f"{entity.name}Input"),
        success=201,
        response=_schema(entity.name),
        errors=_write_errors(plan, entity),
    )


def _read(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.READ],
        method="GET",
        path=item_path(plan, entity),
        summary=f"Read one {_one(entity)}",
        tag=entity.name,
        parameters=[_id_parameter(entity)],
        success=200,
        response=_schema(entity.name),
        errors=[BAD_ID, _missing(entity)],
    )


def _replace(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.REPLACE],
        method="PUT",
        path=item_path(plan, entity),
        summary=f"Replace all writable fields of {with_article(_one(entity))}",
        tag=entity.name,
        parameters=[_id_parameter(entity)],
        request=_schema(f"{entity.name}Input"),
        success=200,
        response=_schema(entity.name),
        errors=[_missing(entity), *_write_errors(plan, entity)],
    )


def _patch(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.PATCH],
        method="PATCH",
        path=item_path(plan, entity),
        summary=f"Change the fields that are sent of {with_article(_one(entity))}",
        tag=entity.name,
        parameters=[_id_parameter(entity)],
        request=_schema(f"{entity.name}Patch"),
        success=200,
        response=_schema(entity.name),
        errors=[_missing(entity), *_write_errors(plan, entity)],
    )


def _delete(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.DELETE],
        method="DELETE",
        path=item_path(plan, entity),
        summary=f"Delete {with_article(_one(entity))}",
        tag=entity.name,
        parameters=[_id_parameter(entity)],
        success=204,
        errors=[BAD_ID, _missing(entity), REFERRED_TO],
    )


def _clear(plan: SystemPlan, entity: Entity) -> Operation:
    return json_operation(
        id=operation_ids(entity)[BindingRole.CLEAR],
        method="DELETE",
        path=collection_path(plan, entity),
        summary=f"Delete all {entity.labels.plural.lower()}",
        tag=entity.name,
        success=204,
        errors=[REFERRED_TO],
    )


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
