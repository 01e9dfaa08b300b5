"""Type-checks a plan before it is shown: everything it names must exist and be possible."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zoneinfo import available_timezones

from pydantic import ValidationError

from workbench.errors import InputError
from workbench.openapi.client_document import UnusableDocument
from workbench.openapi.client_operations import client_operations
from workbench.openapi.document import openapi_document
from workbench.openapi.normalising import normalise
from workbench.openapi.own_validity import InvalidDocument
from workbench.plan.access_checks import access_problems
from workbench.plan.completing import apply_conventions, with_timestamps
from workbench.plan.conventions.generated_names import clashes
from workbench.plan.fields import SNAKE_CASE, FieldType, WriteAccess
from workbench.plan.language.operations import Operation
from workbench.plan.page_checks import page_problems
from workbench.plan.problem import PlanProblem
from workbench.plan.system import SERVER_FIELDS, Entity, ErrorProfile, SystemPlan
from workbench.planning.array_checks import array_problems
from workbench.planning.client_document_checks import client_document_problems
from workbench.planning.document_names import with_operation_names
from workbench.planning.money_checks import money_problems
from workbench.planning.plan_data import data_problems
from workbench.planning.scenario_checks import scenario_problems
from workbench.planning.scenario_execution import execution_problems
from workbench.planning.size_checks import size_problems

RESERVED_FIELDS = frozenset({"id"})
RESERVED_PLURALS = frozenset({"healthz", "assets"})
# Beside the name of the system: variables of these families mean nothing to a host or a tool.
ENVIRONMENT_PREFIXES = ("APP_", "FAKE_", "TEST_", "RANDOM_")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
NAMED_BY = frozenset({FieldType.STRING, FieldType.TEXT, FieldType.EMAIL, FieldType.URL})


class ImpossiblePlan(InputError):
    """The plan cannot be built. `problems` names every place; raised before anything is written."""

    def __init__(self, problems: list[PlanProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def records_problems(
    data: object, document: str | None = None
) -> tuple[SystemPlan | None, list[PlanProblem]]:
    """The requirements and entities of a plan as parsed from JSON, and what is wrong with them.

    Accounts, access, operations and pages are not decided yet and not checked. `document` is the
    client's own, if any.
    """
    unreadable = list(data_problems(data))
    if unreadable:
        return None, unreadable
    try:
        plan = SystemPlan.model_validate(data)
    except ValidationError as error:
        return None, _invalid(error)
    problems = [
        *_repeated("entities", (entity.name for entity in plan.entities)),
        *_repeated("entities", (entity.plural for entity in plan.entities)),
        *_repeated("requirements", (item.id for item in plan.requirements)),
        *(problem for entity in plan.entities for problem in _entity_problems(plan, entity)),
        *array_problems(plan.model_copy(update={"document": document})),
        *size_problems(plan),
        *_cycles(plan),
    ]
    if not plan.requirements:
        problems.append(
            PlanProblem(
                "requirements",
                "there are no requirements; write one for everything that the request says",
            )
        )
    return plan, problems


def _invalid(error: ValidationError) -> list[PlanProblem]:
    return [
        PlanProblem(".".join(str(part) for part in item["loc"]) or "plan", item["msg"])
        for item in error.errors()
    ]


def accept_plan(data: object, document: str | None = None) -> SystemPlan:
    """Validates and completes a plan as parsed from JSON; `document` is the client's own, if any.

    Raises `ImpossiblePlan` naming every field that is wrong.
    """
    unreadable = list(data_problems(data))
    if unreadable:
        raise ImpossiblePlan(unreadable)
    try:
        plan = SystemPlan.model_validate(data)
    except ValidationError as error:
        raise ImpossiblePlan(_invalid(error)) from error
    if document is not None:
        plan = plan.model_copy(update={"document": document})
    plan = with_timestamps(plan)
    unbound = [*access_problems(plan), *array_problems(plan)]
    if unbound:
        raise ImpossiblePlan(unbound)
    try:
        if plan.document is not None:
            names = normalise(plan.document).operation_names
            plan = with_operation_names(plan, names)
        completed = apply_conventions(plan, _client_operations(plan))
    except UnusableDocument as error:
        raise ImpossiblePlan([PlanProblem("document", str(error))]) from error
    problems = list(_unanswered(completed)) or list(plan_problems(completed))
    if problems:
        raise ImpossiblePlan(problems)
    return completed


def _client_operations(plan: SystemPlan) -> list[Operation] | None:
    """The operations of the client's own document; None without one."""
    if plan.document is None:
        return None
    return client_operations(normalise(plan.document).document)


def _unanswered(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Operations that do not say what success is; nothing else can be checked without it."""
    for operation in plan.operations:
        if not operation.is_answered:
            yield PlanProblem(
                f"operations.{operation.id}.responses",
                "no success response (such as 200) is declared",
            )


def plan_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Every impossibility in a plan whose parts are valid on their own."""
    yield from _repeated("entities", (entity.name for entity in plan.entities))
    yield from _repeated("entities", (entity.plural for entity in plan.entities))
    for name, other in clashes([entity.name for entity in plan.entities]):
        yield PlanProblem(f"entities.{name}", f"{name} is {other}: choose another name")
    yield from _repeated("requirements", (item.id for item in plan.requirements))
    yield from _repeated("scenarios", (item.id for item in plan.scenarios))
    yield from _repeated_ids(plan)
    yield from _repeated("operations", (f"{op.method} {op.path}" for op in plan.operations))
    yield from _repeated("pages", (page.route for page in plan.pages))
    for operation in plan.operations:
        for effect in operation.effects:
            if plan.find_entity(effect.entity) is None:
                where = f"operations.{operation.id}.effects"
                yield PlanProblem(where, f"there is no entity {effect.entity!r}")
    yield from _repeated("integrations", (item.name for item in plan.integrations))
    yield from _repeated("integrations", (item.base_url_env for item in plan.integrations))
    yield from _environment_problems(plan)
    if plan.timezone not in _time_zones():
        yield PlanProblem("timezone", f"there is no zone {plan.timezone!r}, such as Europe/Vienna")
    for entity in plan.entities:
        yield from _entity_problems(plan, entity)
    yield from size_problems(plan)
    yield from money_problems(plan)
    yield from _cycles(plan)
    yield from _binding_problems(plan)
    yield from client_document_problems(plan)
    if plan.document is None:
        yield from _convention_problems(plan)
    yield from page_problems(plan)
    try:
        document = openapi_document(plan)
    except InvalidDocument as error:
        yield PlanProblem(f"operations (document: {error.place})", error.reason)
    else:
        problems = list(scenario_problems(plan, document))
        yield from problems
        spoiled = {problem.where.split(".")[1] for problem in problems}
        sound = [item for item in plan.scenarios if item.id not in spoiled]
        yield from execution_problems(plan.model_copy(update={"scenarios": sound}))


def _environment_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """The gates set these variables, so none may mean something to the server's host."""
    prefixes = (plan.name.replace("-", "_").upper() + "_", *ENVIRONMENT_PREFIXES)
    for place in ("fake_now_env", "random_seed_env"):
        name = getattr(plan, place)
        if name is not None and not (_VARIABLE.fullmatch(name) and name.startswith(prefixes)):
            yield PlanProblem(
                place,
                f"{name!r} is not a variable of the system: begin it with {prefixes[0]} or APP_",
            )


def unproven_by_plan(plan: SystemPlan) -> list[str]:
    """Ids of requirements that have no scenario: nothing will prove them."""
    proven = {scenario.requirement for scenario in plan.scenarios}
    return [item.id for item in plan.requirements if item.id not in proven]


def _repeated(where: str, names: Iterable[str]) -> Iterator[PlanProblem]:
    for name, count in Counter(names).items():
        if count > 1:
            yield PlanProblem(where, f"{name!r} occurs {count} times")


def _repeated_ids(plan: SystemPlan) -> Iterator[PlanProblem]:
    for name, count in Counter(item.id for item in plan.operations).items():
        if count > 1:
            *_, last = (item for item in plan.operations if item.id == name)
            yield PlanProblem(
                f"operations.{name}",
                f"the operationId occurs {count} times; {last.method} {last.path} has it as well",
            )


def _entity_problems(plan: SystemPlan, entity: Entity) -> Iterator[PlanProblem]:
    where = f"entities.{entity.name}"
    if not SNAKE_CASE.match(entity.plural) or entity.plural in RESERVED_PLURALS:
        yield PlanProblem(f"{where}.plural", f"{entity.plural!r} cannot be a path segment")
    yield from _repeated(f"{where}.fields", (field.name for field in entity.fields))
    names = {field.name: field for field in entity.fields}
    display = names.get(entity.display_field)
    if display is None:
        yield PlanProblem(f"{where}.display_field", f"there is no field {entity.display_field!r}")
    elif display.secret or (
        entity.own_page and (display.type not in NAMED_BY or not display.required)
    ):
        yield PlanProblem(
            f"{where}.display_field", f"{display.name!r} must be required, textual and not secret"
        )
    if entity.default_sort is not None:
        sorted_by = entity.default_sort.removeprefix("-")
        added = ("id", *(SERVER_FIELDS if entity.timestamps else ()))
        if sorted_by not in added and (sorted_by not in names or names[sorted_by].secret):
            yield PlanProblem(
                f"{where}.default_sort", f"there is no field {sorted_by!r} to sort by"
            )
    for field in entity.fields:
        if field.name in RESERVED_FIELDS:
            yield PlanProblem(
                f"{where}.fields.{field.name}", "the name is reserved for the identifier"
            )
        if field.name in SERVER_FIELDS and entity.timestamps is False:
            yield PlanProblem(
                f"{where}.fields.{field.name}", "remove this field or `timestamps: false`"
            )
        if field.name in SERVER_FIELDS and field.is_written_by_client:
            yield PlanProblem(f"{where}.fields.{field.name}", "only the server writes it")
        if field.target is not None and field.target not in {item.name for item in plan.entities}:
            yield PlanProblem(
                f"{where}.fields.{field.name}.ref", f"there is no entity {field.target!r}"
            )


def _convention_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    """Choices that only a client's own document may make."""
    if plan.error_profile != ErrorProfile():
        yield PlanProblem(
            "error_profile", "only a client's own document can have another format of errors"
        )
    if plan.accounts is not None and not plan.accounts.follow_the_conventions:
        yield PlanProblem(
            "accounts",
            "only a client's own document can have no `me_operation`, `registering_signs_in: false`"
            " or a `registered_record`",
        )
    for entity in plan.entities:
        where = f"entities.{entity.name}"
        if entity.id != "int64":
            yield PlanProblem(
                f"{where}.id", "only a client's own document can have ids other than int64"
            )
        for field in entity.fields:
            if not SNAKE_CASE.match(field.name):
                yield PlanProblem(f"{where}.fields.{field.name}", "the name must be snake_case")
            if field.pointer is not None:
                yield PlanProblem(
                    f"{where}.fields.{field.name}", "only a client's own document can nest fields"
                )
            if field.write is WriteAccess.CHANGE_ONLY:
                yield PlanProblem(
                    f"{where}.fields.{field.name}",
                    "only a client's own document can have a field that only a change writes",
                )


def _cycles(plan: SystemPlan) -> Iterator[PlanProblem]:
    needs = {
        entity.name: {
            field.target for field in entity.client_fields if field.target and field.required
        }
        for entity in plan.entities
    }
    for start in needs:
        seen: set[str] = set()
        queue = list(needs[start])
        while queue:
            current = queue.pop()
            if current == start:
                yield PlanProblem(
                    f"entities.{start}",
                    "no record can ever be created: its references form a cycle",
                )
                break
            if current not in seen:
                seen.add(current)
                queue += needs.get(current, set())


def _binding_problems(plan: SystemPlan) -> Iterator[PlanProblem]:
    entities = {entity.name for entity in plan.entities}
    operations = {operation.id: operation for operation in plan.operations}
    for binding in plan.bindings:
        where = f"bindings.{binding.entity}.{binding.role}"
        if binding.entity not in entities:
            yield PlanProblem(where, f"there is no entity {binding.entity!r}")
        operation = operations.get(binding.operation)
        if operation is None:
            yield PlanProblem(where, f"there is no operation {binding.operation!r}")
            continue
        declared = {parameter.name for parameter in operation.parameters}
        used = [binding.search, binding.sort, binding.limit, binding.offset, *binding.filters]
        for name in used:
            if name is not None and name not in declared:
                yield PlanProblem(where, f"operation {operation.id} has no parameter {name!r}")


@lru_cache(maxsize=1)
def _time_zones() -> set[str]:
    return available_timezones()
