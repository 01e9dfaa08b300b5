"""What a plan adds to the operations of a client's own document: words, and roles."""

from __future__ import annotations

from workbench.plan.access import OperationAccess
from workbench.plan.account_operations import READING
from workbench.plan.language.operations import Operation
from workbench.plan.system import Binding, SystemPlan


def with_words_of(given: Operation, operation: Operation) -> Operation:
    """A client's operation with what the plan says of it in words, and who may call it."""
    said: dict[str, object] = {"refuses": given.refuses, "effects": given.effects}
    if given.access is not None and operation.access is not None:
        said["access"] = given.access
    return operation.model_copy(update=said)


def with_roles_of(
    plan: SystemPlan, bindings: list[Binding], operations: list[Operation]
) -> list[Operation]:
    """A client's operations; those that need an account need one with a role that the entity names."""
    roles: dict[str, list[str]] = {}
    for binding in bindings:
        entity = plan.find_entity(binding.entity)
        if entity is not None:
            usual = [] if binding.role in READING else entity.writers
            roles[binding.operation] = entity.operation_roles.get(binding.role, usual)
    return [
        operation.model_copy(update={"access": OperationAccess(roles=roles[operation.id])})
        if roles.get(operation.id) and operation.access is not None and not operation.access.roles
        else operation
        for operation in operations
    ]
