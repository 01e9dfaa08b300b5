"""Checks every pointer of the plan's bindings, accounts and error profile against a client's document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from workbench.openapi.normalising import normalise
from workbench.openapi.schemas import schema_at
from workbench.plan.fields import WriteAccess
from workbench.plan.language.operations import Operation
from workbench.plan.pointers import parts_of, pointer_to
from workbench.plan.problem import PlanProblem
from workbench.plan.system import Binding, BindingRole, Entity, SystemPlan

TAKE_RECORDS = (BindingRole.CREATE, BindingRole.REPLACE, BindingRole.PATCH)
RETURN_RECORDS = (BindingRole.CREATE, BindingRole.READ, BindingRole.REPLACE, BindingRole.PATCH)


def client_document_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every statement of the plan about the document that is not true; none without a document."""
    if plan.document is None:
        return
    known = {operation.id: operation for operation in plan.operations}
    document = normalise(plan.document).document
    for binding in plan.bindings:
        entity = plan.find_entity(binding.entity)
        operation = known.get(binding.operation)
        if entity is not None and operation is not None:
            yield from _binding_problems(document, entity, binding, operation)
    yield from _account_problems(plan, document, known)
    yield from _profile_problems(plan)


def _binding_problems(
    document: dict[str, Any], entity: Entity, binding: Binding, operation: Operation
) -> Iterator[PlanProblem]:
    where = f"bindings.{binding.entity}.{binding.role}"
    needs_id = binding.role not in (BindingRole.CREATE, BindingRole.LIST)
    wanted = [*binding.path_from, *([binding.id_param] if needs_id else [])]
    for name in wanted:
        if "{" + name + "}" not in operation.path:
            yield PlanProblem(where, f"the path {operation.path} has no parameter {name!r}")
    paths = {field.name for field in entity.path_fields}
    for name in set(binding.path_from.values()) - paths:
        yield PlanProblem(where, f"{name!r} is not a field with write: path")
    yield from _overlapping(where, entity)
    if binding.role in TAKE_RECORDS:
        is_new = binding.role is BindingRole.CREATE
        sent = entity.client_fields if is_new else entity.changed_fields
        places = [field.place_in for field in sent]
        yield from _missing(document, where, "request", operation.request, binding.body_in, places)
    shown = [
        field.place
        for field in entity.fields
        if not field.secret and field.write is not WriteAccess.PATH
    ]
    if binding.role in RETURN_RECORDS:
        yield from _missing(
            document,
            where,
            "response",
            operation.response,
            binding.body_out,
            [binding.id_out, *shown],
        )
    if binding.role is BindingRole.LIST:
        items = schema_at(document, operation.response or {}, binding.items)
        if items is None or "items" not in items:
            yield PlanProblem(where, f"the response has no array at {binding.items!r}")
        else:
            places = [binding.id_out, *shown]
            yield from _missing(document, where, "item", items["items"], "", places)
        if binding.total.startswith("/"):
            yield from _missing(document, where, "response", operation.response, binding.total, [])


def _overlapping(where: str, entity: Entity) -> Iterator[PlanProblem]:
    """Fields whose pointer is inside another field's value."""
    places = sorted(parts_of(field.place) for field in entity.fields)
    for outer, inner in pairwise(places):
        if inner[: len(outer)] == outer:
            overlap = f"{pointer_to(inner)} is inside the value of {pointer_to(outer)}"
            yield PlanProblem(where, f"the field at {overlap}")


def _account_problems(
    plan: SystemPlan, document: dict[str, Any], known: dict[str, Operation]
) -> Iterator[PlanProblem]:
    accounts = plan.accounts
    if accounts is None:
        return
    registered = [accounts.registered_place + accounts.id_out]
    if accounts.registering_signs_in:
        registered.append(accounts.token)
    returned = [accounts.token, accounts.record + accounts.id_out]
    entity = plan.find_entity(accounts.entity)
    sent = [] if entity is None else [field.place_in for field in entity.client_fields]
    for name, response_pointers, request_pointers in (
        (accounts.register_operation, registered, sent),
        (accounts.login_operation, returned, [f"/{accounts.login}", f"/{accounts.password}"]),
        (accounts.me_operation, [accounts.me_record + accounts.id_out], []),
    ):
        if name is None:
            continue
        operation = known.get(name)
        if operation is None:
            hint = "; null says that the document has none" if name == accounts.me_operation else ""
            yield PlanProblem("accounts", f"there is no operation {name!r}{hint}")
            continue
        yield from _missing(
            document, f"accounts.{name}", "response", operation.response, "", response_pointers
        )
        if request_pointers:
            yield from _missing(
                document,
                f"accounts.{name}",
                "request",
                operation.request,
                accounts.body_in,
                request_pointers,
            )


def _missing(
    document: dict[str, Any], where: str, what: str, schema: Any, base: str, places: list[str]
) -> Iterator[PlanProblem]:
    if schema is None:
        yield PlanProblem(where, f"the document has no JSON {what} there")
        return
    for place in places or [""]:
        if schema_at(document, schema, base + place) is None:
            yield PlanProblem(where, f"the {what} has nothing at {base + place!r}")
            return


def _profile_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    pointer = plan.error_profile.field_pointer
    if pointer and ("{field}" not in pointer or not pointer.startswith("/")):
        yield PlanProblem("error_profile.field_pointer", "must be a pointer that holds {field}")
