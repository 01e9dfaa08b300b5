"""The plan as readable text, for approval: everything that would be built, and what proves it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from workbench.plan.fields import EntityField
from workbench.plan.steps import Scenario
from workbench.plan.system import BindingRole, Entity, SystemPlan
from workbench.planning.coverage import not_covered

_CONSTRAINTS = ("minimum", "maximum", "minLength", "maxLength", "pattern", "enum", "default")
_VERBS = {
    "goto": "open {route}",
    "fill": "fill “{label}” with {value}",
    "click": "click “{name}”",
    "expect_text": "see {value}",
    "expect_no_text": "not see {value}",
    "expect_request": "the page has sent {method} {path}",
    "expect_chart": "see the chart {name}",
}


def plan_in_words(plan: SystemPlan, request: str) -> str:
    """Records, accounts, rules, operations, pages, requirements with each scenario step by step.

    The last part lists what will not be proven, and what of the request no requirement quotes.
    """
    parts = [
        [plan.title, plan.summary, f"Data is stored in {plan.storage.value}."],
        ["Records", *(line for entity in plan.entities for line in _entity(entity))],
        ["Accounts", *_accounts(plan)],
        ["Rules over several records", *(_rule(item.model_dump()) for item in plan.invariants)],
        ["Operations", *_operations(plan)],
        [
            "Other services",
            *(f"  {item.name}, at ${item.base_url_env}" for item in plan.integrations),
        ],
        ["Pages", *_pages(plan)],
        ["Requirements and what proves them", *_requirements(plan)],
        ["Assumed, because the request does not say", *(f"  {text}" for text in plan.assumptions)],
        ["Not proven by anything", *_unproven(plan, request)],
    ]
    return "\n\n".join("\n".join(part) for part in parts if len(part) > 1) + "\n"


def _entity(entity: Entity) -> Iterator[str]:
    says = [f"{entity.labels.singular} ({entity.name}, in lists: {entity.labels.plural})"]
    if entity.owner:
        says.append(f"belongs to the account in {entity.owner}")
    if entity.part_of:
        says.append(
            f"part of the record in {entity.part_of}, and seen by every account that sees that record"
        )
    if entity.writers:
        says.append(f"written by {', '.join(entity.writers)}")
    if entity.public:
        says.append("read by everybody")
    if entity.append_only:
        says.append("never changed or deleted")
    yield f"  {'; '.join(says)}"
    yield from (f"    {_field(field)}" for field in entity.fields)


def _field(field: EntityField) -> str:
    """``Title: string, required, maxLength 200``."""
    said = [field.type.value]
    if field.target:
        said.append(f"of {field.target}")
    values = field.model_dump(mode="json")
    said += [word for word in ("required", "nullable", "unique", "secret") if values.get(word)]
    for name in _CONSTRAINTS:
        value = values.get(name)
        if value not in (None, [], ""):
            said.append(f"{name} {_short(value)}")
    if not field.is_written_by_client:
        said.append("written by the server")
    if values.get("derived"):
        how = {key: value for key, value in values["derived"].items() if value}
        said.append(f"computed: {_short(how)}")
    return f"{field.label} ({field.name}): {', '.join(said)}"


def _accounts(plan: SystemPlan) -> Iterator[str]:
    accounts = plan.accounts
    if accounts is None:
        return
    role = f", with a role in {accounts.role}" if accounts.role else ""
    yield (
        f"  {accounts.entity} signs in with {accounts.login} and {accounts.password}{role}, and stays"
        f" signed in for {accounts.signed_in_for}"
    )
    for seed in plan.seed:
        yield f"  {seed.entity} from the first start: {_short(seed.values)}"


def _rule(values: dict[str, object]) -> str:
    details = {k: v for k, v in values.items() if v and k not in ("id", "kind", "entity")}
    said = ", ".join(f"{name} {_short(value)}" for name, value in details.items())
    return (
        f"  {values['id']}: {str(values['kind']).replace('_', ' ')} of {values['entity']}: {said}"
    )


def _operations(plan: SystemPlan) -> Iterator[str]:
    bound: dict[str, str] = {}
    for binding in plan.bindings:
        bound[binding.operation] = f"{BindingRole(binding.role).value} {binding.entity}"
    for totals in plan.totals:
        bound[totals.operation] = f"totals of {totals.entity}"
    for operation in plan.operations:
        what = bound.get(operation.id, "of its own")
        access = operation.access
        who = "" if access is None else f"; needs {' or '.join(access.roles) or 'an account'}"
        place = f"{operation.method} {operation.path}"
        yield f"  {place}: {operation.summary} ({what}{who})"
        for refusal in operation.refuses:
            yield f"    rejected with {refusal.status}: {refusal.when}"


def _pages(plan: SystemPlan) -> Iterator[str]:
    for page in plan.pages:
        shown = [f"the records of {page.collection}"] if page.collection else []
        shown += [f"the chart “{chart.name}” of {chart.operation}" for chart in page.charts]
        yield f"  {page.route} “{page.title}”: {', '.join(shown) or page.description or 'what its scenarios say'}"


def _requirements(plan: SystemPlan) -> Iterator[str]:
    for item in plan.requirements:
        yield f"  {item.id} {item.text}"
        for quote in item.quotes:
            yield f"    quotes “{quote}”"
        scenarios = [found for found in plan.scenarios if found.requirement == item.id]
        for scenario in scenarios:
            yield from (f"    {line}" for line in _scenario(scenario))
        if not scenarios:
            yield f"    nothing proves it ({item.kind.value})"


def _scenario(scenario: Scenario) -> Iterator[str]:
    yield f"{scenario.id}: {scenario.title}"
    for number, step in enumerate(scenario.steps, 1):
        yield f"  {number}. {_step(step.model_dump(mode='json', exclude_none=True))}"


def _step(step: dict[str, object]) -> str:
    """One step in a line, whatever its kind."""
    who = f"as {step['as_account']}: " if step.get("as_account") else ""
    match step.get("kind"):
        case "http":
            return who + _request(step)
        case "parallel":
            requests = step.get("steps")
            assert isinstance(requests, list)
            each = "; ".join(_step({"kind": "http", **one}) for one in requests)
            return f"at the same moment: {each}; responses {_short(step.get('answers'))}"
        case "ui":
            words = {key: _short(value) for key, value in step.items()}
            named = {"route": "", "label": "", "name": "", "value": "", "method": "", "path": ""}
            text = _VERBS[str(step["action"])].format(**(named | words))
            return who + text + (f" in the record {words['within']}" if words.get("within") else "")
        case "clock":
            return f"the server restarts {step.get('later')} seconds later"
        case "called":
            wanted = f"{step.get('method')} {step.get('path')}"
            return f"{step.get('integration')} was called with {wanted}, {step.get('times')} times"
    return "reload the page"


def _request(step: dict[str, object]) -> str:
    often = f"{step['repeat']} times: " if step.get("repeat", 1) != 1 else ""
    said = f"{often}{step.get('method')} {step.get('path')}"
    if step.get("query"):
        said += f" with {_short(step['query'])}"
    if step.get("body") is not None:
        said += f" sends {_short(step['body'])}"
    expect = step.get("expect")
    assert isinstance(expect, dict)
    status = " or ".join(str(code) for code in expect.get("status", []))
    matches = [
        f"{match.get('pointer') or 'the body'} {match.get('op')} {_short(match.get('value', ''))}"
        for match in expect.get("body", [])
    ]
    return f"{said} → {', '.join([status, *(text.strip() for text in matches)])}"


def _unproven(plan: SystemPlan, request: str) -> Iterator[str]:
    proven = {scenario.requirement for scenario in plan.scenarios}
    for item in plan.requirements:
        if item.id not in proven:
            yield f"  {item.id} {item.text}"
    for part in not_covered(plan, request):
        yield f"  no requirement quotes “{part}”"


def _short(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
