"""Expected error responses: by convention, or as a client's own document declares them."""

from __future__ import annotations

import re

from pydantic import JsonValue

from workbench.plan.fields import EntityField
from workbench.plan.language.operations import Operation
from workbench.plan.path_templates import is_path_of
from workbench.plan.pointers import parts_of
from workbench.plan.steps import Expectation, HttpStep, Match, Matcher
from workbench.plan.system import SystemPlan

# Statuses that a client's document may use instead of the convention's.
INSTEAD = {
    400: (422,),
    401: (403,),
    403: (404, 401),
    404: (403,),
    409: (422, 400),
    422: (400,),
}
# What the coder is told to answer where the document is silent (rule api.follows_client_document).
WHERE_SILENT = frozenset({400, 404, 405, 413, 415})


def refused(
    plan: SystemPlan, step: HttpStep, *status: int, field: EntityField | None = None
) -> HttpStep:
    """The step with one of these error statuses expected, or with those of the document instead."""
    profile = plan.error_profile
    body: list[Match] = []
    if field is not None and profile.field_pointer:
        pointer = profile.field_pointer.replace("{field}", parts_of(field.place)[-1])
        body = [Match(pointer=pointer, op=Matcher.PRESENT)]
    elif field is not None:
        named: JsonValue = {"field": field.name}
        body = [Match(pointer="/errors", op=Matcher.CONTAINS, value=named)]
    step.expect = Expectation(
        status=accepted(plan, operation_called(plan, step), *status),
        headers={"Content-Type": "^" + re.escape(profile.media_type)},
        body=body,
    )
    step.capture = {}
    return step


def accepted(plan: SystemPlan, operation: Operation | None, *status: int) -> list[int]:
    """Those of these statuses that the operation declares, else equivalent ones, else these.

    Beside them those that a server answers where the document is silent.
    """
    if plan.document is None or operation is None:
        return list(status)
    declared = {error.status for error in operation.errors}
    like = [other for one in status for other in INSTEAD.get(one, ()) if other in declared]
    stated = [one for one in status if one in declared] or list(dict.fromkeys(like)) or list(status)
    silent = [one for one in status if one in WHERE_SILENT - declared and one not in stated]
    return [*stated, *silent]


def declares(plan: SystemPlan, operation: Operation, *status: int) -> bool:
    """True if the operation may return one of these statuses; always True by convention."""
    if plan.document is None:
        return True
    return any(error.status in status for error in operation.errors)


def operation_called(plan: SystemPlan, step: HttpStep) -> Operation | None:
    """The operation that a step calls; None if the document has none."""
    for operation in plan.operations:
        if operation.method == step.method and is_path_of(operation.path, step.path):
            return operation
    return None
