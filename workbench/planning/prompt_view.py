"""The plan as prompts show it: without fields that have their default value."""

from __future__ import annotations

import json
from enum import Enum

from pydantic import BaseModel, JsonValue

from workbench.plan.completing import own_parts
from workbench.plan.language.operations import Operation
from workbench.plan.steps import Match, Matcher
from workbench.plan.system import Binding, SystemPlan

_COMPARED = frozenset({Matcher.EQUALS, Matcher.DIFFERS, Matcher.CONTAINS, Matcher.EXCLUDES})
# Of these what is left out is completed when a plan is read.
_COMPLETED = (Operation, Binding)


def plan_for_prompt(plan: SystemPlan) -> str:
    """The plan as JSON on one line, without a client's document and everything that is in it."""
    requirements = [item.model_copy(update={"quotes": []}) for item in plan.requirements]
    plan = plan.model_copy(update={"requirements": requirements})
    return json.dumps(_plan(plan), ensure_ascii=False, separators=(",", ":"))


def plan_for_repair(plan: SystemPlan, named: str) -> str:
    """As `plan_for_prompt`, with the scenarios alone that `named` (the findings' text) mentions."""
    scenarios = [item for item in plan.scenarios if item.id in named]
    proven = {item.requirement for item in scenarios}
    requirements = [item for item in plan.requirements if item.id in proven]
    return plan_for_prompt(
        plan.model_copy(update={"scenarios": scenarios, "requirements": requirements})
    )


def plan_for_file(plan: SystemPlan) -> dict[str, JsonValue]:
    """As `plan_for_prompt`, as data and without what the conventions add when it is read again."""
    return _plan(own_parts(plan), whole=True)


def _plan(plan: SystemPlan, *, whole: bool = False) -> dict[str, JsonValue]:
    """Without default values. `whole`: with those that the conventions would fill if left out."""
    if plan.document is not None:
        plan = plan.model_copy(update={"document": None, "operations": []})
    shown = _shown(plan, _COMPLETED if whole else ())
    assert isinstance(shown, dict)
    return shown


def _shown(value: object, whole: tuple[type[BaseModel], ...]) -> JsonValue:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            fields[name].alias or name: _shown(item, whole)
            for name, item in value
            if isinstance(value, whole) or not _is_default(value, name, item)
        }
    if isinstance(value, dict):
        return {str(key): _shown(item, whole) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(item, whole) for item in value]
    if isinstance(value, Enum):
        return str(value.value)
    assert value is None or isinstance(value, str | int | float)
    return value


def _is_default(part: BaseModel, name: str, item: object) -> bool:
    if isinstance(part, Match) and name == "value" and part.op in _COMPARED:
        return False  # null is what is expected
    default = type(part).model_fields[name].get_default(call_default_factory=True)
    return not default and item == default
