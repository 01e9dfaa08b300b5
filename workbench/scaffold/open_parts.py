"""What a plan leaves open: the parts of each component that code cannot generate from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.plan.actors import is_account
from workbench.plan.conventions.accounts import account_operations
from workbench.plan.conventions.operations import collection_path, crud_bindings, crud_operations
from workbench.plan.fields import WriteAccess
from workbench.plan.invariants import NeverNegative, Transition
from workbench.plan.language.operations import Operation
from workbench.plan.locales.texts import has_texts
from workbench.plan.names import words
from workbench.plan.pages import Page
from workbench.plan.system import SERVER_FIELDS, Binding, BindingRole, Entity, SystemPlan
from workbench.plan.totals.model import LABEL, VALUE
from workbench.plan.totals.operations import totals_of
from workbench.reference.own_refusals import may_be_refused, refused_in_words
from workbench.scaffold.accounts.access_views import has_usual_accounts
from workbench.workspace.paths import Component

HTTPAPI = "backend/internal/infrastructure/httpapi"


@dataclass(frozen=True)
class OpenPart:
    """One thing that a coder has to write, and where the plan asks for it."""

    component: Component
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def open_parts(plan: SystemPlan, component: Component) -> list[OpenPart]:
    """Everything of a component that is left to a coder; empty where the scaffold is the whole."""
    if plan.document is not None:
        what = "the client's own OpenAPI document is implemented by hand"
        words = _in_words(plan) if component == "backend" else iter(())
        places = [("document", what), *words]
        return [OpenPart(component, place, text) for place, text in places]
    parts = _backend(plan) if component == "backend" else _frontend(plan)
    return [OpenPart(component, place, what) for place, what in parts]


def is_usual_transition(plan: SystemPlan, rule: Transition) -> bool:
    """True for a transition whose operation does nothing else and is sent as usual.

    A transition of accounts is generated only if the plan has an operation that reads or changes
    accounts: otherwise there is no handler for it.
    """
    operation = plan.operation(rule.operation)
    entity = plan.entity(rule.entity)
    path, _, action = operation.path.rpartition("/")
    record = {"$ref": f"#/components/schemas/{entity.name}"}
    answers = (operation.success, operation.response) in ((200, record), (204, None))
    is_alone = (
        sum(
            isinstance(other, Transition) and other.operation == rule.operation
            for other in plan.invariants
        )
        == 1
    )
    field = entity.field(rule.field)
    is_state = field.write is WriteAccess.SERVER and field.default is not None
    is_served = not is_account(plan, entity) or any(
        plan.binding(entity.name, role) for role in BindingRole
    )
    item = f"{collection_path(plan, entity)}/{{id}}"
    return (
        is_alone
        and answers
        and is_state
        and is_served
        and path == item
        and "{" not in action
        and operation.method == "POST"
        and operation.request is None
    )


def is_usual(plan: SystemPlan, binding: Binding) -> bool:
    """True for a binding whose operation is sent as the conventions say, whoever may call it."""
    entity = plan.entity(binding.entity)
    usual = {item.role: item for item in crud_bindings(entity)}.get(binding.role)
    if usual is None or not _is_generated(plan, binding):
        return False
    if binding.model_copy(update={"operation": usual.operation}) != usual:
        return False
    operation = plan.operation(binding.operation)
    wanted = crud_operations(plan, entity)[binding.role]
    return _shape(operation) == _shape(wanted)


def _is_generated(plan: SystemPlan, binding: Binding) -> bool:
    """False if clearing some records could break an invariant of the remaining ones."""
    entity = plan.entity(binding.entity)
    ruled = any(
        isinstance(rule, NeverNegative) and rule.entity == entity.name for rule in plan.invariants
    )
    return binding.role is not BindingRole.CLEAR or not (entity.owner and ruled)


def open_operations(plan: SystemPlan) -> list[Operation]:
    """Operations that neither a binding, an account nor a transition explains."""
    known = {binding.operation for binding in plan.bindings if is_usual(plan, binding)}
    known |= {
        rule.operation
        for rule in plan.invariants
        if isinstance(rule, Transition) and is_usual_transition(plan, rule)
    }
    if plan.accounts is not None and has_usual_accounts(plan, plan.accounts):
        usual = {operation.id: _shape(operation) for operation in account_operations(plan)}
        known |= {
            operation.id
            for operation in plan.operations
            if usual.get(operation.id) == _shape(operation)
        }
    known |= {item.id for item in plan.operations if totals_of(plan, item) is not None}
    return [operation for operation in plan.operations if operation.id not in known]


def open_pages(plan: SystemPlan) -> list[Page]:
    """Pages whose content only scenarios describe."""
    return [
        page
        for page in plan.pages
        if not is_generated(plan, page) and not is_page_of_charts(plan, page)
    ]


def is_page_of_charts(plan: SystemPlan, page: Page) -> bool:
    """True for a page that shows nothing but charts of the plan's totals."""
    if page.collection is not None or page.hooks or page.actions or not page.charts:
        return False
    return all(
        (chart.items, chart.label, chart.values) == ("", f"/{LABEL}", [f"/{VALUE}"])
        and totals_of(plan, plan.operation(chart.operation)) is not None
        for chart in page.charts
    )


def is_generated(plan: SystemPlan, page: Page) -> bool:
    """True for a page that shows the records of an entity which can be listed and created."""
    if page.collection is None:
        return False
    roles = (BindingRole.LIST, BindingRole.CREATE)
    found = [plan.binding(page.collection, role) for role in roles]
    changes = [
        plan.binding(page.collection, role)
        for role in (BindingRole.REPLACE, BindingRole.PATCH, BindingRole.DELETE)
    ]
    return all(item is not None and is_usual(plan, item) for item in found) and all(
        item is None or is_usual(plan, item) for item in changes
    )


def _shape(operation: Operation) -> tuple[object, ...]:
    return (
        operation.method,
        operation.path,
        operation.success,
        operation.response,
        operation.request,
        [(item.name, item.location, item.required) for item in operation.parameters],
    )


def _backend(plan: SystemPlan) -> Iterator[tuple[str, str]]:
    for operation in open_operations(plan):
        yield f"{operation.method} {operation.path}", f"{operation.id}: {operation.summary}"
    yield from _in_words(plan)
    for entity in _refused(plan):
        yield (
            f"the tests of {entity.name} in {HTTPAPI}",
            "they make records that the plan's words may refuse: change what they send, so that they prove"
            " what the rules allow and what they refuse",
        )
    for entity in plan.entities:
        yield from _open_fields(entity)
        yield from _values_of_the_server(plan, entity)
    if plan.integrations:
        names = ", ".join(item.name for item in plan.integrations)
        yield "integrations", f"the calls to {names}, and what they lead to"
    if plan.random_seed_env is not None:
        yield "random_seed_env", "everything that is random"


def _in_words(plan: SystemPlan) -> Iterator[tuple[str, str]]:
    """What operations reject and change besides, as the plan says in words only."""
    for operation in plan.operations:
        place = f"{operation.method} {operation.path}"
        reasoned = {refusal.status for refusal in operation.refuses}
        in_words = refused_in_words(plan, operation) - reasoned
        own = [error for error in operation.errors if error.status in in_words]
        for error in (*operation.refuses, *own):
            yield place, f"{error.status}: {error.when}"
        for effect in operation.effects:
            yield (
                place,
                f"also changes {effect.entity}, in the same transaction: {effect.what}",
            )


def _refused(plan: SystemPlan) -> list[Entity]:
    """The entities whose new records may be rejected by a text-only rule."""
    return [entity for entity in plan.entities if may_be_refused(plan, entity, BindingRole.CREATE)]


def generated_tests_to_change(plan: SystemPlan, paths: Iterable[str]) -> set[str]:
    """The generated tests among these files that create records which a text-only rule may reject."""
    stems = tuple("_".join(words(entity.name)) + "_" for entity in _refused(plan))
    if not stems:
        return set()
    names = (*stems, "rules_")
    tests = (path for path in paths if path.startswith(HTTPAPI) and path.endswith("_test.go"))
    return {path for path in tests if path.removeprefix(f"{HTTPAPI}/").startswith(names)}


def _values_of_the_server(plan: SystemPlan, entity: Entity) -> Iterator[tuple[str, str]]:
    """Fields that the server writes and of which the plan's own words say how, if any do."""
    for field in entity.fields:
        known = (
            field.is_written_by_client
            or field.derived is not None
            or field.name == entity.owner
            or field.name in SERVER_FIELDS
            or field.write is WriteAccess.PATH
            or (field.default is not None and field.computed is None)
        )
        if not known:
            how = field.computed or "the server sets it, as the requirements say"
            yield f"{entity.name}.{field.name}", how


def _open_fields(entity: Entity) -> Iterator[tuple[str, str]]:
    for field in entity.fields:
        if field.write is WriteAccess.PATH:
            yield f"{entity.name}.{field.name}", "its value is part of the path"


def _frontend(plan: SystemPlan) -> Iterator[tuple[str, str]]:
    if not has_texts(plan.locale):
        yield (
            "frontend/src/strings.ts",
            f"its texts are in English, also those that its functions return: translate them to {plan.locale}",
        )
    for page in open_pages(plan):
        described = f": {page.description}" if page.description else ""
        yield f"page {page.route}", f"“{page.heading}”, as the scenarios use it{described}"
    for page in plan.pages:
        if not is_generated(plan, page):
            continue
        for hook in page.hooks:
            has = f"{hook.element} has the {hook.attribute} “{hook.value}”"
            yield f"page {page.route}", f"{has}, as the client prescribed"
        for chart in page.charts:
            yield f"page {page.route}", f"the chart “{chart.name}” of {chart.operation}"
    shown = {page.collection for page in plan.pages if is_generated(plan, page)}
    for operation in open_operations(plan):
        yield operation.id, f"{operation.summary}: offered where the plan's scenarios use it"
    for rule in plan.invariants:
        if isinstance(rule, Transition) and rule.entity not in shown:
            yield rule.operation, "offered where the plan's scenarios use it"
    for entity in plan.entities:
        if not is_account(plan, entity):
            yield from _open_fields(entity)
            for field in entity.client_fields:
                if plan.accounts is not None and field.target == plan.accounts.entity:
                    yield (
                        f"{entity.name}.{field.name}",
                        "a choice of accounts, which are not listed",
                    )
