"""The plan as prompts show it: all that it says, without what it leaves empty by default."""

from __future__ import annotations

import json
from enum import Enum

from pydantic import BaseModel, JsonValue

from workbench.plan.system import SystemPlan


def plan_for_prompt(plan: SystemPlan) -> str:
    """JSON on one line; reads back as the same plan, but for a client's document and what is in it."""
    if plan.document is not None:
        plan = plan.model_copy(update={"document": None, "operations": []})
    return json.dumps(_told(plan), ensure_ascii=False, separators=(",", ":"))


def _told(value: object) -> JsonValue:
    if isinstance(value, BaseModel):
        return {name: _told(item) for name, item in value if not _is_left_empty(value, name, item)}
    if isinstance(value, dict):
        return {str(key): _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, Enum):
        return str(value.value)
    assert value is None or isinstance(value, str | int | float)
    return value


def _is_left_empty(part: BaseModel, name: str, item: object) -> bool:
    default = type(part).model_fields[name].get_default(call_default_factory=True)
    return not default and item == default
