"""The stages of planning: which parts of a plan each decides, and how their answers are joined.

An answer is merged into what earlier stages decided: a record, operation, page or scenario is
replaced by the one of the same name or id, part by part; others are added. An answer that holds
parts of the last stage is a whole plan, and no further stage is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Stage:
    """One question to the planner: its name in prompts, and the parts of the plan that it decides."""

    name: str
    parts: tuple[str, ...]


RECORDS = Stage(
    "records",
    (
        "name",
        "title",
        "summary",
        "locale",
        "timezone",
        "currency",
        "origin",
        "requirements",
        "assumptions",
        "entities",
    ),
)
RULES = Stage(
    "rules",
    (
        "accounts",
        "seed",
        "invariants",
        "totals",
        "operations",
        "bindings",
        "integrations",
        "error_profile",
        "fake_now_env",
        "random_seed_env",
    ),
)
PROOFS = Stage("proofs", ("pages", "scenarios"))
STAGES = (RECORDS, RULES, PROOFS)

# An item with this key is taken out of the list.
REMOVE = "remove"
# What names an item of a list: the first of these that it has. An entity's `id` is a type.
_NAMES = ("name", "operationId", "id", "route")


def is_whole(answer: object) -> bool:
    """True for an answer that holds parts of the last stage: it is a whole plan."""
    return isinstance(answer, Mapping) and any(part in answer for part in PROOFS.parts)


def merged(accepted: Mapping[str, Any], answer: object) -> object:
    """What was accepted with an answer merged into it; the answer itself if it is not a JSON object."""
    if not isinstance(answer, Mapping):
        return answer
    joined = dict(accepted)
    for part, value in answer.items():
        joined[part] = _joined(joined.get(part), value)
    return joined


def _joined(before: object, now: object) -> object:
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        return merged(before, now)
    if isinstance(before, list) and isinstance(now, list):
        named = {_identity(item): item for item in before}
        added = {_identity(item): item for item in now}
        if None in named or None in added or len(added) < len(now):
            return now
        for identity, item in added.items():
            if item.get(REMOVE) is True:
                named.pop(identity, None)
            else:
                named[identity] = _joined(named.get(identity), item)
        return list(named.values())
    return now


def _identity(item: object) -> str | None:
    """What names an item among its neighbours; None if nothing does."""
    if not isinstance(item, Mapping):
        return None
    if isinstance(item.get("entity"), str) and isinstance(item.get("role"), str):
        return f"{item['entity']} {item['role']}"  # a binding
    return next((str(item[name]) for name in _NAMES if isinstance(item.get(name), str)), None)
