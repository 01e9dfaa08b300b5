"""The reference of a planning stage for its prompt: its part of the plan's JSON Schema, in lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.stages import Stage

# The steps of scenarios are explained in the prompt, with their matchers.
_EXPLAINED = frozenset({"steps"})


def part_reference(stage: Stage) -> str:
    """One line for each part of the stage and each property below it; defaults are shown."""
    schema = SystemPlan.model_json_schema()
    parts = {name: schema["properties"][name] for name in stage.parts}
    return "\n".join(_lines(parts, set(schema["required"]), schema.get("$defs", {}), 0, set()))


def _lines(
    properties: dict[str, Any],
    required: set[str],
    definitions: dict[str, Any],
    depth: int,
    shown: set[str],
) -> Iterator[str]:
    for name, value in properties.items():
        inner, kind = _type(value, definitions)
        needed = " (required)" if name in required else ""
        default = value.get("default")
        usual = f", default {json.dumps(default)}" if default not in (None, [], {}, "") else ""
        said = f": {value['description']}" if "description" in value else ""
        yield f"{'  ' * depth}- `{name}` {kind}{needed}{usual}{said}"
        for title in inner:
            if title not in shown and name not in _EXPLAINED:
                shown.add(title)
                model = definitions[title]
                below, needs = model.get("properties", {}), set(model.get("required", []))
                yield from _lines(below, needs, definitions, depth + 1, shown)


def _type(value: dict[str, Any], definitions: dict[str, Any]) -> tuple[list[str], str]:
    """The models inside a property, and its type in a few words."""
    if "$ref" in value:
        title = value["$ref"].rpartition("/")[2]
        model = definitions[title]
        if "enum" in model:
            return [], "one of " + ", ".join(map(str, model["enum"]))
        return [title], "object"
    for union in ("anyOf", "oneOf", "allOf"):
        if union in value:
            found = [_type(one, definitions) for one in value[union]]
            words = list(dict.fromkeys(kind for _, kind in found))
            return [title for titles, _ in found for title in titles], " or ".join(words)
    if "const" in value:
        return [], json.dumps(value["const"])
    if "enum" in value:
        return [], "one of " + ", ".join(map(str, value["enum"]))
    if value.get("type") == "array":
        inner, kind = _type(value.get("items", {}), definitions)
        return inner, f"list of {kind}"
    for held in (value.get("additionalProperties"), *value.get("patternProperties", {}).values()):
        if isinstance(held, dict) and "$ref" in held:
            inner, kind = _type(held, definitions)
            return inner, f"mapping to {kind}"
    return [], str(value.get("type", "any JSON"))
