"""What a request may lead to: the statuses, headers and body of its answer, and the state after it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workbench.plan.language.operations import Operation
from workbench.plan.system import SystemPlan
from workbench.reference.error_expectations import accepted, declares
from workbench.reference.execution.state import State
from workbench.reference.execution.symbols import ABSENT, Value
from workbench.reference.execution.wire import Fault


@dataclass(frozen=True)
class Outcome:
    """One way to answer. An empty `status` allows any response; a `body` ABSENT means no prediction.

    `headers` are RE2 patterns. `fields` are those that a refusal must name. `location` is the
    path of a new record, which the header Location must lead to.
    """

    status: frozenset[int]
    state: State
    body: Value = ABSENT
    headers: Mapping[str, str] = field(default_factory=dict)
    refused: bool = False
    fields: tuple[str, ...] = ()
    location: str | None = None


def answered(
    state: State,
    operation: Operation,
    body: Value = ABSENT,
    headers: Mapping[str, str] | None = None,
    location: str | None = None,
) -> Outcome:
    """The operation succeeds."""
    return Outcome(frozenset({operation.success}), state, body, headers or {}, location=location)


def refused(
    plan: SystemPlan,
    operation: Operation | None,
    state: State,
    faults: Iterable[Fault],
    headers: Mapping[str, str] | None = None,
) -> Outcome:
    """The request is refused and nothing changes. At least one fault.

    Any of the faults may be reported, unless one comes before the rest. A client's document decides by
    what it declares; what it declares nothing for is not decided.
    """
    present = list(faults)
    first = [fault for fault in present if fault.comes_first]
    reported = first[:1] or present
    statuses = frozenset(status for fault in reported for status in fault.status)
    fields = {fault.field for fault in reported}
    if plan.document is not None and operation is not None:
        if not declares(plan, operation, *statuses):
            like = accepted(plan, operation, *statuses)
            declared = {error.status for error in operation.errors}
            if not declared & {*like}:
                return Outcome(frozenset(), state, refused=True)
        statuses = frozenset(accepted(plan, operation, *sorted(statuses)))
    # A document need not say which field a conflict is about.
    is_named = len(fields) == 1 and not (plan.document is not None and 409 in statuses)
    names = tuple(name for name in fields if name is not None) if is_named else ()
    return Outcome(statuses, state, headers=headers or {}, refused=True, fields=names)
