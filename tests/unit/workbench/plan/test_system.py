"""Every field of the plan is described: the planner's model and Studio read the descriptions."""

from __future__ import annotations

from typing import Any

from workbench.plan.system import SystemPlan


def undescribed(schema: dict[str, Any]) -> list[str]:
    missing = []
    for name, part in {**schema["$defs"], "SystemPlan": schema}.items():
        for field, value in part.get("properties", {}).items():
            if "description" not in value and "const" not in value and "$ref" not in value:
                missing.append(f"{name}.{field}")
    return missing


def test_every_field_is_described() -> None:
    assert undescribed(SystemPlan.model_json_schema()) == []
