"""Wire conventions: adds the operations, bindings and pages that a plan leaves out.

Source of every rule: CONTRACT, "Wire conventions".
"""

from __future__ import annotations

from pydantic import JsonValue

from workbench.plan.account_operations import account_operations, with_access
from workbench.plan.actors import is_account
from workbench.plan.fields import EntityField, FieldType
from workbench.plan.names import camel, with_article
from workbench.plan.pages import ACTION_TEXT, Page
from workbench.plan.system import (
    Binding,
    BindingRole,
    Entity,
    ErrorCase,
    Operation,
    Parameter,
    SystemPlan,
)

FILTERED_TYPES = frozenset({FieldType.ENUM, FieldType.BOOLEAN, FieldType.REF})
SEARCHED_TYPES = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})
DEFAULT_LIMIT = 20
MAX_LIMIT = 100


def apply_conventions(
    plan: SystemPlan, client_operations: list[Operation] | None = None
) -> SystemPlan:
    """The plan with conventional operations, bindings and pages for every entity without its own.

    `client_operations` are those of a client's own document; they are used as they are.
    """
    bound = {binding.entity for binding in plan.bindings}
    shown = {page.collection for page in plan.pages}
    operations, bindings, pages = list(plan.operations), list(plan.bindings), list(plan.pages)
    if client_operations is not None:
        operations = list(client_operations)
    known = {operation.id for operation in operations}
    if plan.document is None:
        operations += [
            operation for operation in account_operations(plan) if operation.id not in known
        ]
    for entity in plan.entities:
        if is_account(plan, entity):
            continue
        if entity.name not in bound and plan.document is None:
            operations += crud_operations(plan, entity)
            bindings += crud_bindings(entity)
        if entity.name not in shown and entity.own_page:
            pages.append(collection_page(entity))
    return plan.model_copy(update={"operations": operations, "bindings": bindings, "pages": pages})


def filter_fields(entity: Entity) -> list[EntityField]:
    """Fields that a list can be filtered by: enums, booleans and references."""
    return [field for field in entity.client_fields if field.type in FILTERED_TYPES]


def search_fields(entity: Entity) -> list[EntityField]:
    """Fields that the search covers: every text that is not secret."""
    return [
        field for field in entity.client_fields if field.type in SEARCHED_TYPES and not field.secret
    ]


def sort_fields(entity: Entity) -> list[EntityField]:
    """Fields that a list can be sorted by."""
    return [field for field in entity.fields if not field.secret]


def collection_path(plan: SystemPlan, entity: Entity) -> str:
    """``/notes``, below the plan's prefix."""
    return f"{plan.api_prefix}/{entity.plural}"


def crud_operations(plan: SystemPlan, entity: Entity) -> list[Operation]:
    """POST, GET list, GET, PUT and DELETE for one entity, without those in `leave_out`."""
    ids = operation_ids(entity)
    wanted = {ids[role] for role in ids if not _closed(entity, role)}
    return [
        with_access(plan, entity, operation)
        for operation in _open_operations(plan, entity)
        if operation.id in wanted
    ]


def _open_operations(plan: SystemPlan, entity: Entity) -> list[Operation]:
    path = collection_path(plan, entity)
    one, many = entity.labels.singular.lower(), entity.labels.plural.lower()
    item = f"{path}/{{id}}"
    reference: dict[str, JsonValue] = {"$ref": f"#/components/schemas/{entity.name}"}
    body: dict[str, JsonValue] = {"$ref": f"#/components/schemas/{entity.name}Input"}
    listing: dict[str, JsonValue] = {"type": "array", "items": reference}
    write_errors = _write_errors(plan, entity)
    id_parameter = Parameter(
        name="id",
        location="path",
        required=True,
        description=f"Identifier of the {one}",
        json_schema={"type": "integer", "format": "int64", "minimum": 1},
    )
    missing = ErrorCase(status=404, when=f"there is no such {one}")
    bad_id = ErrorCase(status=400, when="the id is not a number")
    ids = operation_ids(entity)
    operations = [
        Operation(
            id=ids[BindingRole.LIST],
            method="GET",
            path=path,
            summary=f"List {many}, newest first",
            tag=entity.name,
            parameters=_list_parameters(entity),
            success=200,
            response=listing,
            errors=[ErrorCase(status=400, when="a query parameter is malformed")],
        ),
        Operation(
            id=ids[BindingRole.CREATE],
            method="POST",
            path=path,
            summary=f"Create {with_article(one)}",
            tag=entity.name,
            request=body,
            success=201,
            response=reference,
            errors=write_errors,
        ),
        Operation(
            id=ids[BindingRole.READ],
            method="GET",
            path=item,
            summary=f"Read one {one}",
            tag=entity.name,
            parameters=[id_parameter],
            success=200,
            response=reference,
            errors=[bad_id, missing],
        ),
    ]
    return [
        *operations,
        Operation(
            id=ids[BindingRole.REPLACE],
            method="PUT",
            path=item,
            summary=f"Replace all writable fields of {with_article(one)}",
            tag=entity.name,
            parameters=[id_parameter],
            request=body,
            success=200,
            response=reference,
            errors=[missing, *write_errors],
        ),
        Operation(
            id=ids[BindingRole.DELETE],
            method="DELETE",
            path=item,
            summary=f"Delete {with_article(one)}",
            tag=entity.name,
            parameters=[id_parameter],
            success=204,
            errors=[
                bad_id,
                missing,
                ErrorCase(status=409, when="other records still refer to it"),
            ],
        ),
    ]


def operation_ids(entity: Entity) -> dict[BindingRole, str]:
    """Operation ids of the CRUD convention: listBooks, createBook, …"""
    plural = camel("x_" + entity.plural)[1:]
    return {
        BindingRole.LIST: f"list{plural}",
        BindingRole.CREATE: f"create{entity.name}",
        BindingRole.READ: f"get{entity.name}",
        BindingRole.REPLACE: f"replace{entity.name}",
        BindingRole.DELETE: f"delete{entity.name}",
    }


def crud_bindings(entity: Entity) -> list[Binding]:
    """The bindings that go with `crud_operations`."""
    ids = operation_ids(entity)
    roles = [role for role in ids if not _closed(entity, role)]
    return [
        Binding(
            entity=entity.name,
            role=role,
            operation=ids[role],
            search="q" if role is BindingRole.LIST and search_fields(entity) else None,
            sort="sort" if role is BindingRole.LIST else None,
            limit="limit" if role is BindingRole.LIST else None,
            offset="offset" if role is BindingRole.LIST else None,
            filters=(
                {field.name: field.name for field in filter_fields(entity)}
                if role is BindingRole.LIST
                else {}
            ),
        )
        for role in roles
    ]


def collection_page(entity: Entity) -> Page:
    """The page that lists an entity's records and holds its forms."""
    singular = entity.labels.singular.lower()
    return Page(
        route="/" + entity.plural.replace("_", "-"),
        title=entity.labels.plural,
        heading=entity.labels.plural,
        collection=entity.name,
        actions={key: text.format(entity=singular) for key, text in ACTION_TEXT.items()},
    )


def _closed(entity: Entity, role: BindingRole) -> bool:
    changes = (BindingRole.REPLACE, BindingRole.DELETE)
    return role in entity.leave_out or (entity.append_only and role in changes)


def _write_errors(plan: SystemPlan, entity: Entity) -> list[ErrorCase]:
    errors = [
        ErrorCase(status=400, when="the body is not valid JSON"),
        ErrorCase(status=413, when="the body is larger than one MiB"),
        ErrorCase(status=415, when="the content type is not JSON"),
        ErrorCase(status=422, when="a field is missing or not acceptable"),
    ]
    if any(field.unique for field in entity.fields):
        errors.append(ErrorCase(status=409, when="a unique value is taken"))
    elif any(rule.entity == entity.name for rule in plan.invariants):
        errors.append(
            ErrorCase(status=409, when="an invariant over several records does not allow it")
        )
    return errors


def _list_parameters(entity: Entity) -> list[Parameter]:
    parameters = [
        Parameter(
            name="limit",
            location="query",
            description="Page size",
            json_schema={
                "type": "integer",
                "minimum": 1,
                "maximum": MAX_LIMIT,
                "default": DEFAULT_LIMIT,
            },
        ),
        Parameter(
            name="offset",
            location="query",
            description="Records to skip",
            json_schema={"type": "integer", "minimum": 0, "default": 0},
        ),
        _sort_parameter(entity),
    ]
    if search_fields(entity):
        names = ", ".join(field.name for field in search_fields(entity))
        parameters.append(
            Parameter(
                name="q",
                location="query",
                description=f"Text to find, ignoring case, in: {names}",
                json_schema={"type": "string", "maxLength": 200},
            )
        )
    return parameters + [_filter_parameter(field) for field in filter_fields(entity)]


def _sort_parameter(entity: Entity) -> Parameter:
    names = ["id", *(field.name for field in sort_fields(entity))]
    orders: list[JsonValue] = [sign + name for name in names for sign in ("", "-")]
    return Parameter(
        name="sort",
        location="query",
        description="Field to sort by, with a leading minus in descending order; without it, newest first",
        json_schema={"type": "string", "enum": orders, "default": "-id"},
    )


def _filter_parameter(field: EntityField) -> Parameter:
    schema: dict[str, JsonValue]
    if field.type is FieldType.ENUM:
        schema = {"type": "string", "enum": list(field.values)}
    elif field.type is FieldType.BOOLEAN:
        schema = {"type": "boolean"}
    else:
        schema = {"type": "integer", "format": "int64", "minimum": 1}
    return Parameter(
        name=field.name,
        location="query",
        description=f"Only records with this {field.label.lower()}",
        json_schema=schema,
    )
