"""The plan as prompts show it: all that it says, without what it leaves as it is by default."""

from __future__ import annotations

import json
from enum import Enum

from pydantic import BaseModel, JsonValue

from workbench.contract.plan import SystemPlan

KIND = "kind"  # tells the steps apart, so it is said even where it is the default


def brief_plan(plan: SystemPlan) -> str:
    """JSON on one line; reads back as the same plan."""
    return json.dumps(_told(plan), ensure_ascii=False, separators=(",", ":"))


def _told(value: object) -> JsonValue:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        return {
            name: _told(item)
            for name, item in value
            if name == KIND or item != fields[name].get_default(call_default_factory=True)
        }
    if isinstance(value, dict):
        return {str(key): _told(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    if isinstance(value, Enum):
        return str(value.value)
    assert value is None or isinstance(value, str | int | float)
    return value
