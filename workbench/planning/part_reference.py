"""The reference of a planning stage for its prompt: its part of the plan's JSON Schema, in lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workbench.plan.system import SystemPlan
from workbench.planning.stages import Stage

# The steps of scenarios are explained in the prompt, with their matchers.
_EXPLAINED = frozenset({"steps"})


@dataclass(frozen=True)
class _Key:
    """A key of a model, or of the variants of one that have it."""

    name: str
    schema: Mapping[str, Any]
    is_required: bool
    only: str = ""


def part_reference(stage: Stage) -> str:
    """One line for each part of the stage and each property below it; defaults are shown."""
    schema = SystemPlan.model_json_schema()
    keys = {key.name: key for key in _keys(schema)}
    parts = [keys[name] for name in stage.parts]
    return "\n".join(_lines(parts, schema.get("$defs", {}), 0, set()))


def _keys(model: Mapping[str, Any]) -> list[_Key]:
    required = model.get("required", [])
    return [
        _Key(name, value, name in required) for name, value in model.get("properties", {}).items()
    ]


def _keys_of_variants(models: list[dict[str, Any]], tag: str) -> list[_Key]:
    """Each key once, with the variants that have it if not all do; `tag` tells them apart."""
    names = [", ".join(_values(model["properties"][tag])) for model in models]
    found: list[tuple[_Key, list[str]]] = []
    for model, name in zip(models, names, strict=True):
        for key in _keys(model):
            same = [having for one, having in found if one == key and key.name != tag]
            if same:
                same[0].append(name)
            else:
                found.append((key, [name]))
    tags = [key for key, _ in found if key.name == tag]
    said = {key.schema.get("description") for key in tags}
    schema = {"enum": [value for key in tags for value in _values(key.schema)]}
    merged = _Key(tag, schema | ({"description": said.pop()} if len(said) == 1 else {}), True)
    keys: list[_Key] = []
    for key, having in found:
        if key.name != tag:
            only = "" if having == names else f"{tag} {', '.join(having)}"
            keys.append(_Key(key.name, key.schema, key.is_required, only))
        elif merged not in keys:
            keys.append(merged)
    return keys


def _values(schema: Mapping[str, Any]) -> list[str]:
    return [schema["const"]] if "const" in schema else schema["enum"]


def _lines(
    keys: Iterable[_Key], definitions: dict[str, Any], depth: int, shown: set[str]
) -> Iterator[str]:
    for key in keys:
        inner, kind = _type(key.schema, definitions)
        notes = [*(["required"] if key.is_required else []), *([key.only] if key.only else [])]
        needed = f" ({'; '.join(notes)})" if notes else ""
        default = key.schema.get("default")
        usual = f", default {json.dumps(default)}" if default not in (None, [], {}, "") else ""
        said = f": {key.schema['description']}" if "description" in key.schema else ""
        yield f"{'  ' * depth}- `{key.name}` {kind}{needed}{usual}{said}"
        new = [title for title in inner if title not in shown]
        if key.name in _EXPLAINED or not new:
            continue
        shown.update(new)
        models = [definitions[title] for title in new]
        tag = _tag(key.schema)
        below = _keys_of_variants(models, tag) if tag else [k for m in models for k in _keys(m)]
        yield from _lines(below, definitions, depth + 1, shown)


def _tag(schema: Mapping[str, Any]) -> str | None:
    """The key by which the variants of a property, or of its items, are told apart; None without."""
    own = schema.get("discriminator", {}).get("propertyName")
    return own or (_tag(schema["items"]) if schema.get("type") == "array" else None)


def _type(value: Mapping[str, Any], definitions: dict[str, Any]) -> tuple[list[str], str]:
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
