"""Test data: valid values of a field, valid records, and the records that they refer to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import JsonValue

from workbench.plan.actors import is_account, user_of
from workbench.plan.addressing import (
    parent_capture,
    request_body,
    request_path,
    second_capture,
)
from workbench.plan.fields import (
    EntityField,
    FieldType,
    TextField,
)
from workbench.plan.invariants import (
    Invariant,
    NeverNegative,
    NoOverlap,
    Transition,
)
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.reference.field_limits import edge_values
from workbench.reference.pattern_values import pattern_value
from workbench.reference.sample_values import (
    WORDS,
    email_value,
    fraction,
    several_references,
    several_texts,
    text_value,
    url_value,
    whole_number,
)

# Variant used for the second referenced record; no test that uses it creates another record of it.
SECOND = 5


def valid_value(field: EntityField, variant: int) -> JsonValue:
    """A value that satisfies the field; different variants differ wherever the type allows.

    A reference becomes the capture token of its target's id (see `parent_steps`).
    """
    word = WORDS[variant % len(WORDS)]
    match field.type:
        case FieldType.STRING | FieldType.TEXT:
            return text_value(field, word, variant)
        case FieldType.EMAIL:
            return email_value(field, word, variant)
        case FieldType.URL:
            return url_value(field, word, variant)
        case FieldType.INTEGER:
            return int(whole_number(field, variant))
        case FieldType.NUMBER:
            return fraction(field, variant)
        case FieldType.DECIMAL:
            return f"{variant + 1}.50"
        case FieldType.BOOLEAN:
            return variant % 2 == 0
        case FieldType.DATE:
            return f"2024-03-{10 + variant:02d}"
        case FieldType.DATETIME:
            return f"2024-03-{10 + variant:02d}T09:30:00Z"
        case FieldType.TIME:
            return f"{8 + variant:02d}:30"
        case FieldType.ENUM:
            return field.values[variant % len(field.values)]
        case FieldType.REF:
            return "{{" + parent_capture(field) + "}}"
        case FieldType.REFS:
            return several_references(field, variant)
        case FieldType.LIST:
            return several_texts(field, word, variant)


def record(
    plan: SystemPlan, entity: Entity, variant: int, *, only_required: bool = False
) -> dict[str, JsonValue]:
    """A valid record; with `only_required`, without optional fields."""
    values: dict[str, JsonValue] = {}
    reachable = _reachable(plan, entity)
    for field in (*entity.path_fields, *entity.client_fields):
        if only_required and not field.required:
            continue
        is_reachable = field.target is None or field.target in reachable
        if field.type is FieldType.REFS and plan.accounts and field.ref == plan.accounts.entity:
            is_reachable = False  # accounts register; nothing makes two of them for a record
        if field.type is FieldType.REF and not is_reachable:
            continue
        values[field.name] = valid_value(field, variant) if is_reachable else []
    for rule in invariants_of(plan, entity):
        values |= _separate_values(plan, entity, rule, values, variant)
        summed = summed_field(plan, rule)
        if summed in values and float(str(values[summed])) <= 0:
            values[summed] = variant + 1  # the first entries of a ledger must be positive
    return values


def summed_field(plan: SystemPlan, rule: Invariant) -> str | None:
    """The field of the records whose sum must not fall below zero."""
    if not isinstance(rule, NeverNegative):
        return None
    above = plan.entity(plan.entity(rule.entity).field(rule.parent).target or "")
    derived = above.field(rule.derived).derived
    return derived.field if derived is not None else None


def accepted_edges(plan: SystemPlan, entity: Entity, field: EntityField) -> list[JsonValue]:
    """The edge values that a first record may have: the first entry of a ledger must be positive."""
    ledger = any(summed_field(plan, rule) == field.name for rule in invariants_of(plan, entity))
    return [edge for edge in edge_values(field) if not ledger or float(str(edge)) >= 0]


def invariants_of(plan: SystemPlan, entity: Entity) -> list[Invariant]:
    """The invariants that reject a new record of this entity because of others."""
    return [
        rule
        for rule in plan.invariants
        if rule.entity == entity.name and not isinstance(rule, Transition)
    ]


def sent_to_count(entity: Entity, where: Mapping[str, JsonValue]) -> dict[str, JsonValue] | None:
    """What a client sends so that a new record meets a condition; None if no new record does."""
    sent: dict[str, JsonValue] = {}
    for name, value in where.items():
        field = entity.field(name)
        if field.is_written_by_client:
            sent[name] = value
        elif field.default != value:
            return None
    return sent


def is_computed(rule: Invariant, entity: Entity) -> bool:
    """True for a rule about a value that the server computes, as the plan says in words."""
    return any(
        field.computed is not None for field in entity.fields if field.name in rule.own_fields
    )


def _separate_values(
    plan: SystemPlan, entity: Entity, rule: Invariant, values: dict[str, JsonValue], variant: int
) -> dict[str, JsonValue]:
    """Values that keep variants from breaking an invariant together, such as separate parents."""
    names = set(rule.own_fields)
    changed: dict[str, JsonValue] = {}
    if variant and not isinstance(
        rule, NeverNegative
    ):  # positive entries never break the invariant
        for name in names & values.keys():
            field = entity.field(name)
            if field.type is FieldType.REF and not is_account(plan, plan.entity(field.ref)):
                changed[name] = "{{" + scoped_capture(field, variant) + "}}"
    if isinstance(rule, NoOverlap):
        changed |= dict(
            zip((rule.start, rule.end), span(entity.field(rule.start), variant), strict=True)
        )
    return {
        name: value for name, value in changed.items() if entity.field(name).is_written_by_client
    }


def span(field: EntityField, variant: int) -> tuple[JsonValue, JsonValue]:
    """Start and end of `variant`; no two variants overlap."""
    match field.type:
        case FieldType.INTEGER:
            return 10 * variant, 10 * variant + 5
        case FieldType.DATE:
            return f"2024-{variant + 1:02d}-03", f"2024-{variant + 1:02d}-05"
        case _:
            return f"2024-03-{10 + variant:02d}T09:30:00Z", f"2024-03-{10 + variant:02d}T10:30:00Z"


def scoped_capture(field: EntityField, variant: int) -> str:
    """The name under which the id of the variant's own parent is captured."""
    return f"{(field.target or '').lower()}_v{variant}_id"


def scoped_parents(plan: SystemPlan, entity: Entity, variants: Iterable[int]) -> list[HttpStep]:
    """Steps that create the separate parents of variants; none without such an invariant."""
    steps: list[HttpStep] = []
    for variant in variants:
        values = record(plan, entity, variant)
        for field in entity.client_fields:
            name = scoped_capture(field, variant)
            if field.target is not None and values.get(field.name) == "{{" + name + "}}":
                parent = plan.entity(field.target)
                step = _parent_step(plan, parent, variant)
                step.capture = {name: next(iter(step.capture.values()))}
                steps.append(step)
    return steps


def numbered_record(plan: SystemPlan, entity: Entity, number: int) -> dict[str, JsonValue]:
    """Record `number` of many: unique wherever the plan requires it and an invariant allows it."""
    values = record(plan, entity, number % 3)
    for field in entity.client_fields:
        if field.name not in values:
            continue
        if isinstance(field, TextField) and field.examples:
            values[field.name] = pattern_value(field, number)
        elif field.type is FieldType.EMAIL:
            values[field.name] = f"n{number}@example.org"
        elif field.type is FieldType.URL:
            values[field.name] = f"https://example.org/{number}"
        elif isinstance(field, TextField):
            text = f"{number} {values[field.name]}"
            values[field.name] = text[: field.max_length] if field.max_length else text
        elif field.unique and field.type is FieldType.INTEGER:
            values[field.name] = int(field.min or 0) + number
    return values


def parent_steps(
    plan: SystemPlan, entity: Entity, variant: int = 0, *, only_required: bool = False
) -> list[HttpStep]:
    """Steps that create, deepest first, every record that a record of this entity refers to."""
    steps: list[HttpStep] = []
    several = {
        field.ref: second_capture(field)
        for field in entity.client_fields
        if field.type is FieldType.REFS and not only_required
    }
    for parent in _parents(plan, entity, only_required=only_required):
        steps.append(_parent_step(plan, parent, variant))
        if parent.name in several:
            second = _parent_step(plan, parent, SECOND)
            second.capture = {several[parent.name]: next(iter(second.capture.values()))}
            steps.append(second)
    return steps


def _parent_step(plan: SystemPlan, entity: Entity, variant: int) -> HttpStep:
    """The step that makes a record to refer to, or finds a seeded one where nothing makes any."""
    if plan.binding(entity.name, BindingRole.CREATE) is not None:
        return create_step(plan, entity, record(plan, entity, variant, only_required=True))
    binding = plan.binding(entity.name, BindingRole.LIST)
    assert binding is not None
    operation = plan.operation(binding.operation)
    place = f"{binding.items}/{variant % plan.seeded(entity.name)}{binding.id_out}"
    return HttpStep(
        method=operation.method,
        path=operation.path,
        as_account=user_of(plan, entity, operation),
        expect=Expectation(status=[operation.success]),
        capture={f"{entity.name.lower()}_id": place},
    )


def is_found_by_tests(plan: SystemPlan, entity: Entity) -> bool:
    """True for an entity of which nothing makes records, but some are seeded and can be listed."""
    binding = plan.binding(entity.name, BindingRole.LIST)
    is_made = plan.binding(entity.name, BindingRole.CREATE) is not None
    if is_made or binding is None or binding.path_from or is_account(plan, entity):
        return False
    return plan.seeded(entity.name) > 0


def create_step(plan: SystemPlan, entity: Entity, values: dict[str, JsonValue]) -> HttpStep:
    """The request that creates a record, by an account that may; captures its id as ``<entity>_id``.

    Raises KeyError if the plan has no operation that creates it.
    """
    binding = plan.binding(entity.name, BindingRole.CREATE)
    if binding is None:
        raise KeyError(entity.name)
    operation = plan.operation(binding.operation)
    return HttpStep(
        method=operation.method,
        path=request_path(plan, binding, parents=values),
        as_account=user_of(plan, entity, operation),
        body=request_body(entity, binding, values),
        expect=Expectation(status=[operation.success]),
        capture={f"{entity.name.lower()}_id": binding.body_out + binding.id_out},
    )


def _parents(plan: SystemPlan, entity: Entity, *, only_required: bool) -> list[Entity]:
    ordered: list[Entity] = []

    def visit(current: Entity, trail: tuple[str, ...], required_only: bool) -> None:
        for field in (*current.path_fields, *current.client_fields):
            if (
                field.target is None
                or field.target in trail
                or (required_only and not field.required)
            ):
                continue
            parent = plan.entity(field.target)
            if is_found_by_tests(plan, parent):
                if parent not in ordered:
                    ordered.append(parent)
                continue
            if plan.binding(parent.name, BindingRole.CREATE) is None:
                continue  # an account: it is made by registering
            if not field.required and _requires(plan, parent, trail):
                continue  # it can only be made after what refers to it
            visit(parent, (*trail, parent.name), True)
            if parent not in ordered:
                ordered.append(parent)

    visit(entity, (entity.name,), only_required)
    return ordered


def _requires(plan: SystemPlan, entity: Entity, wanted: tuple[str, ...]) -> bool:
    """True when no record of the entity can be made before one of those that are wanted."""
    seen: set[str] = set()
    queue = [entity.name]
    while queue:
        name = queue.pop()
        if name in wanted:
            return True
        if name not in seen:
            seen.add(name)
            current = plan.entity(name)
            needed = (*current.path_fields, *current.client_fields)
            queue += [field.target for field in needed if field.target and field.required]
    return False


def _reachable(plan: SystemPlan, entity: Entity) -> set[str]:
    names = {parent.name for parent in _parents(plan, entity, only_required=False)}
    return names | ({plan.accounts.entity} if plan.accounts else set())
