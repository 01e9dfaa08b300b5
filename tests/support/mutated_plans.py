"""Plans that a model might write: sound ones, with some of their parts changed at random."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from bench.recorded.assembling import folder_of
from tests.support.plans import LIBRARY, NOTES, PLANTS
from workbench.llm.blocks import Block
from workbench.offline.skills import plan as plan_skill

Path = tuple[str | int, ...]

ACCOUNTS = "Users must sign in with a password, and each has plants (name, species optional)."
ROLES = "Users must sign in. Track tips (title, text, kind: idea|bug optional). Only admins can delete tips."
# Values that no example in the prompt has; what fits nowhere is refused.
ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    3,
    10**12,
    0.5,
    "",
    "x",
    "Ünïcode ✓",
    "a b",
    "*",
    "{{x}}",
    "/x/{id}",
    "id",
    "created_at",
    [],
    {},
    [1],
    ["a", "a"],
    {"a": 1},
)


@lru_cache(maxsize=1)
def sound_plans() -> tuple[str, ...]:
    """The JSON of sound plans, as planners write them."""
    offline = []
    for request in (NOTES, LIBRARY, PLANTS, ACCOUNTS, ROLES):
        blocks = plan_skill(
            [Block("task", "plan"), Block("request", request), Block("storage", "sqlite")]
        )
        offline.append(blocks[0].text)
    recorded = [(folder_of(name) / "plan.json").read_text() for name in ("studio", "shop")]
    return (*offline, *recorded)


@st.composite
def mutated_plans(draw: st.DrawFn) -> dict[str, Any]:
    """One of the sound plans with one to three changes, half of them without scenarios.

    A value is replaced by the value that another place of the plans has under the same key, by one
    that a sound plan has nowhere, or removed; a boolean is turned; an item of a list is repeated.
    """
    plan: dict[str, Any] = json.loads(draw(st.sampled_from(sound_plans())))
    if draw(st.booleans()):  # most changes of a record contradict a scenario
        plan["scenarios"] = []
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(sorted(paths_of(plan), key=repr)))
        holder: Any = plan
        for part in path[:-1]:
            holder = holder[part]
        _change(draw, holder, path[-1])
    return plan


def _change(draw: st.DrawFn, holder: Any, key: str | int) -> None:
    value = holder[key]
    kinds = ["same key", "same key", "odd", "removed"]
    if isinstance(holder, list):
        kinds.append("repeated")
    if isinstance(value, bool):
        kinds += ["turned"] * 3
    match draw(st.sampled_from(kinds)):
        case "same key" if isinstance(key, str):
            holder[key] = json.loads(draw(st.sampled_from(values_by_key()[key])))
        case "removed":
            del holder[key]
        case "repeated":
            holder.append(copy.deepcopy(value))
        case "turned":
            holder[key] = not value
        case _:
            holder[key] = copy.deepcopy(draw(st.sampled_from(ODD)))


def paths_of(value: Any, path: Path = ()) -> Iterator[Path]:
    """The place of every value inside of a JSON value."""
    items: Iterator[tuple[str | int, Any]] = iter(())
    if isinstance(value, dict):
        items = iter(value.items())
    elif isinstance(value, list):
        items = iter(enumerate(value))
    for key, item in items:
        yield (*path, key)
        yield from paths_of(item, (*path, key))


@lru_cache(maxsize=1)
def values_by_key() -> dict[str, list[str]]:
    """The JSON of every different value that the sound plans have under a key."""
    found: dict[str, set[str]] = {}
    for text in sound_plans():
        plan = json.loads(text)
        for path in paths_of(plan):
            value: Any = plan
            for part in path:
                value = value[part]
            if isinstance(path[-1], str):
                found.setdefault(path[-1], set()).add(json.dumps(value, sort_keys=True))
    return {key: sorted(values) for key, values in found.items()}
