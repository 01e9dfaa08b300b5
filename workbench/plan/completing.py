"""Completes a plan: what it does not say follows the conventions, role by role and part by part.

Giving one binding or one operation of an entity never removes the others. An operation of the
plan's own with the method and path of a conventional one, or bound to its role, takes its place;
the parts that it leaves out are the conventional one's.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import JsonValue

from workbench.plan.account_operations import FORBIDDEN, UNSIGNED
from workbench.plan.actors import is_account, roles_of
from workbench.plan.conventions.accounts import account_operations
from workbench.plan.conventions.documented import with_roles_of, with_words_of
from workbench.plan.conventions.operations import (
    BODY_ERRORS,
    collection_page,
    crud_bindings,
    crud_operations,
)
from workbench.plan.fields import ARRAYS, FieldType, PlainField, WriteAccess
from workbench.plan.language.operations import ErrorCase, Operation, Parameter, Response
from workbench.plan.locales.texts import USUAL, texts_of
from workbench.plan.pages import Page, usual_actions
from workbench.plan.path_templates import parameters_of, shape_of
from workbench.plan.system import SERVER_FIELDS, Binding, BindingRole, Entity, SystemPlan
from workbench.plan.totals.operations import totals_operations

# The parts of a list's binding that name query parameters.
_QUERY_WORDS = ("search", "sort", "limit", "offset")


def apply_conventions(
    plan: SystemPlan, client_operations: list[Operation] | None = None
) -> SystemPlan:
    """The plan with the conventional operations, bindings and pages that it leaves out.

    `client_operations` are those of a client's own document; they are used as they are, with the
    `refuses` and `effects` that the plan gives for them.
    """
    plan = with_timestamps(plan)
    shown = {page.collection for page in plan.pages}
    operations, bindings, pages = list(plan.operations), list(plan.bindings), list(plan.pages)
    if client_operations is not None:
        given = {operation.id: operation for operation in plan.operations}
        operations = [
            with_words_of(given[item.id], item) if item.id in given else item
            for item in client_operations
        ]
        operations = with_roles_of(plan, bindings, operations)
    if plan.document is None:
        operations = [with_implied_errors(operation) for operation in operations]
        plan = _with_empty_arrays(plan)
        operations = _with_account_operations(plan, operations)
    for entity in plan.entities:
        if is_account(plan, entity):
            continue
        if plan.document is None:
            completed = _completed(plan, entity, operations, bindings)
            operations, bindings = completed.operations, completed.bindings
        if entity.name not in shown and entity.own_page:
            pages.append(collection_page(entity, plan.locale))
    if plan.document is None:
        operations = _with_totals(plan, operations)
        operations = [_with_path_parameters(operation) for operation in operations]
        operations = [
            item.in_words() if item.refuses or item.effects else item for item in operations
        ]
    by_id = {operation.id: operation for operation in operations}
    pages = [
        _for_those_who_may(plan, _in_its_language(plan, page), bindings, by_id) for page in pages
    ]
    return plan.model_copy(update={"operations": operations, "bindings": bindings, "pages": pages})


def with_timestamps(plan: SystemPlan) -> SystemPlan:
    """The plan; entities with `timestamps` have the fields that these add."""
    return plan.model_copy(
        update={"entities": [_timed(entity, plan.locale) for entity in plan.entities]}
    )


def _in_its_language(plan: SystemPlan, page: Page) -> Page:
    """The page; buttons that it does not name have texts in the plan's language if it is not English."""
    entity = plan.find_entity(page.collection)
    if entity is None or texts_of(plan.locale, "actions") == texts_of(USUAL, "actions"):
        return page
    usual = usual_actions(entity.labels.singular, plan.locale)
    return page.model_copy(update={"actions": usual | page.actions})


def _for_those_who_may(
    plan: SystemPlan, page: Page, bindings: list[Binding], operations: dict[str, Operation]
) -> Page:
    """The page; if it names no roles, it is for those that may call what it lists and draws."""
    listed = [
        binding.operation
        for binding in bindings
        if binding.entity == page.collection and binding.role is BindingRole.LIST
    ]
    shown = [
        operations[name]
        for name in (*listed, *(chart.operation for chart in page.charts))
        if name in operations
    ]
    asked = [item.access.roles for item in shown if item.access is not None and item.access.roles]
    if page.roles or not asked:
        return page
    first, *others = asked
    roles = [role for role in first if all(role in more for more in others)]
    return page if set(roles) == set(roles_of(plan)) else page.model_copy(update={"roles": roles})


def _timed(entity: Entity, locale: str) -> Entity:
    """The entity; with `timestamps`, the fields that say when a record was made and changed."""
    names = {field.name for field in entity.fields}
    says = texts_of(locale, "fields")
    labels = (says["created"], says["changed"])
    added = [
        PlainField(name=name, label=label, type=FieldType.DATETIME, write=WriteAccess.SERVER)
        for name, label in zip(SERVER_FIELDS, labels, strict=True)
        if entity.timestamps and name not in names
    ]
    return entity.model_copy(update={"fields": [*entity.fields, *added]}) if added else entity


def _with_empty_arrays(plan: SystemPlan) -> SystemPlan:
    """An array that nobody sends is empty, never null."""
    entities = [
        entity.model_copy(
            update={
                "fields": [
                    field.model_copy(update={"default": []})
                    if field.type in ARRAYS and field.default is None
                    else field
                    for field in entity.fields
                ]
            }
        )
        for entity in plan.entities
    ]
    return plan.model_copy(update={"entities": entities})


def own_parts(plan: SystemPlan) -> SystemPlan:
    """The plan without the operations and bindings that `apply_conventions` adds to it."""
    if plan.document is not None:
        return plan
    operations, bindings = account_operations(plan), list[Binding]()
    for entity in plan.entities:
        if not is_account(plan, entity):
            operations += crud_operations(plan, entity).values()
            bindings += crud_bindings(entity)
    operations += totals_operations(plan)
    usual = {operation.id: operation for operation in operations}
    return plan.model_copy(
        update={
            "operations": [item for item in plan.operations if item != usual.get(item.id)],
            "bindings": [item for item in plan.bindings if item not in bindings],
        }
    )


def with_implied_errors(operation: Operation) -> Operation:
    """The operation with the refusals that follow from its access, path, parameters and body.

    Whoever writes an operation names the refusals that are special to it.
    """
    implied: list[ErrorCase] = []
    if operation.access is not None:
        implied.append(UNSIGNED)
        if operation.access.roles:
            implied.append(FORBIDDEN)
    if operation.request is not None:
        implied += BODY_ERRORS
    elif operation.parameters or "{" in operation.path:
        implied.append(ErrorCase(status=400, when="a parameter is malformed"))
    if "{" in operation.path:
        implied.append(ErrorCase(status=404, when="there is no such record"))
    return operation.with_errors(implied)


def _with_path_parameters(operation: Operation) -> Operation:
    """The operation with the parameters of its path; those it does not declare are ids, or texts."""
    declared = {item.name for item in operation.parameters if item.location == "path"}
    added = [_in_path(name) for name in parameters_of(operation.path) if name not in declared]
    if not added:
        return operation
    return operation.model_copy(update={"parameters": [*added, *operation.parameters]})


def _in_path(name: str) -> Parameter:
    schema: dict[str, JsonValue] = {"type": "string"}
    if name == "id" or name.endswith("_id"):
        schema = {"type": "integer", "format": "int64", "minimum": 1}
    return Parameter(name=name, location="path", json_schema=schema)


def _with_totals(plan: SystemPlan, operations: list[Operation]) -> list[Operation]:
    """The operations and those of totals; one in the place of the latter is completed by it."""
    usual = {(item.id, _place(item)): item for item in totals_operations(plan)}
    places = [(item.id, _place(item)) for item in operations]
    own = [
        _filled(item, usual[place]) if place in usual else item
        for item, place in zip(operations, places, strict=True)
    ]
    known = {item.id for item in operations}
    return [*own, *(item for item in usual.values() if item.id not in known)]


@dataclass(frozen=True)
class _Completed:
    operations: list[Operation]
    bindings: list[Binding]


def _with_account_operations(plan: SystemPlan, operations: list[Operation]) -> list[Operation]:
    usual = account_operations(plan)
    by_id = {operation.id: operation for operation in usual}
    own = [_filled(item, by_id[item.id]) if item.id in by_id else item for item in operations]
    known = {operation.id for operation in own}
    return [*own, *(operation for operation in usual if operation.id not in known)]


def _completed(
    plan: SystemPlan, entity: Entity, operations: list[Operation], bindings: list[Binding]
) -> _Completed:
    """The operations and bindings with those of one entity completed."""
    operations, bindings = list(operations), list(bindings)
    usual = crud_operations(plan, entity)
    given = {item.role: item for item in bindings if item.entity == entity.name}
    taken = {item.operation for item in bindings if item.operation}
    for conventional in crud_bindings(entity):
        role = conventional.role
        binding = given.get(role)
        wanted = usual[role]
        own = _own(operations, wanted, binding, taken)
        if own is None and (binding is None or binding.operation in ("", wanted.id)):
            operations.append(wanted)
            own = wanted
        elif own is not None and _place(own) == _place(wanted):
            number = operations.index(own)
            own = operations[number] = _filled(own, wanted)
        if own is not None:
            bound = _bound(binding, conventional, own, entity)
            bindings = [item for item in bindings if item is not binding]
            bindings.append(bound)
    return _Completed(operations, _in_order(bindings, plan.bindings))


def _own(
    operations: list[Operation], wanted: Operation, binding: Binding | None, taken: set[str]
) -> Operation | None:
    """The plan's own operation for a role: the bound one, else the one in the conventional place."""
    if binding is not None and binding.operation:
        return next((item for item in operations if item.id == binding.operation), None)
    return next(
        (item for item in operations if _place(item) == _place(wanted) and item.id not in taken),
        None,
    )


def _place(operation: Operation) -> tuple[str, str]:
    """Method and path, however the path's parameters are called."""
    return operation.method, shape_of(operation.path)


def _filled(own: Operation, usual: Operation) -> Operation:
    """The plan's own operation; what it leaves out is as in the conventional one."""
    left_out = {
        name: getattr(usual, name)
        for name in ("summary", "tags", "parameters", "request_body", "access")
        if name not in own.model_fields_set
    }
    if "parameters" in left_out:
        names = dict(zip(parameters_of(usual.path), parameters_of(own.path), strict=True))
        left_out["parameters"] = [_named(item, names) for item in usual.parameters]
    answers = {status for status in own.responses if status < "300"}
    responses = dict(own.responses)
    for status, response in usual.responses.items():
        if status in own.responses:
            responses[status] = _filled_response(own.responses[status], response)
        elif status >= "400" or not answers:
            responses[status] = response
    return own.model_copy(update={**left_out, "responses": responses})


def _filled_response(own: Response, usual: Response) -> Response:
    left_out = type(own).model_fields.keys() - own.model_fields_set
    return own.model_copy(update={name: getattr(usual, name) for name in left_out})


def _named(parameter: Parameter, names: dict[str, str]) -> Parameter:
    if parameter.location != "path":
        return parameter
    return parameter.model_copy(update={"name": names.get(parameter.name, parameter.name)})


def _bound(
    binding: Binding | None, usual: Binding, operation: Operation, entity: Entity
) -> Binding:
    """The binding; what it leaves out is as in the conventional one, if the operation has it."""
    given = set() if binding is None else binding.model_fields_set
    values: dict[str, object] = {"operation": operation.id}
    declared = {item.name for item in operation.parameters if item.location == "query"}
    for word in _QUERY_WORDS:
        if word not in given:
            usual_name = getattr(usual, word)
            values[word] = usual_name if usual_name in declared else None
    if "filters" not in given:
        values["filters"] = {
            name: field for name, field in usual.filters.items() if name in declared
        }
    if "newest_first" not in given:
        values["newest_first"] = usual.newest_first
    names = parameters_of(operation.path)
    parents = {field.name for field in entity.path_fields}
    if "path_from" not in given:
        values["path_from"] = {name: name for name in names if name in parents}
    if "id_param" not in given and names and usual.id_param not in names:
        values["id_param"] = names[-1]
    return (binding or usual).model_copy(update=values)


def _in_order(bindings: list[Binding], given: list[Binding]) -> list[Binding]:
    """The given bindings where they stood, then the others."""
    places = {(item.entity, item.role): number for number, item in enumerate(given)}
    return sorted(bindings, key=lambda item: places.get((item.entity, item.role), len(given)))
