"""The typed state that every node shares: small, plain data; no file content, no evidence."""

from __future__ import annotations

from typing import Annotated, Any, Literal

# Pydantic makes no JSON Schema of typing.TypedDict before Python 3.12, and Studio shows that schema.
from typing_extensions import TypedDict


class Settings(TypedDict):
    """The validated options of the run, frozen by `prepare`. No secrets."""

    models: dict[str, str]
    storage: str
    storage_reason: str
    dependencies: list[str]
    openapi: str
    budget_usd: float | None
    budget_tokens: int | None
    budget_seconds: float | None
    max_attempts: int
    max_stagnation: int
    sandbox: Literal["auto", "required", "off"]
    approve: bool
    out: str
    into: str
    replace: bool
    record: str
    replay: str


class RunInfo(TypedDict):
    """Where the run keeps its trees and its evidence."""

    id: str
    folder: str
    started: float


class ComponentDraft(TypedDict):
    """What a coder or the debugger answered: a tree, or why there is none."""

    tree: str | None
    problems: list[str]
    notes: list[str]


class Usage(TypedDict):
    """What the model calls of the run took, by role."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float
    unpriced_calls: int


class Step(TypedDict):
    """When a node worked: seconds since the epoch."""

    node: str
    start: float
    end: float
    summary: str


class Stop(TypedDict):
    """Why the run must end early."""

    kind: str
    message: str
    exit_code: int


class DecisionState(TypedDict):
    """The judge's last decision."""

    outcome: str
    scope: str
    components: list[str]


def merge_drafts(
    old: dict[str, ComponentDraft | None], new: dict[str, ComponentDraft | None]
) -> dict[str, ComponentDraft | None]:
    """Parallel coders each write their own side; None takes a draft away."""
    return {**old, **new}


def add_usage(old: dict[str, Usage], new: dict[str, Usage]) -> dict[str, Usage]:
    """Adds up by role. An empty update of a fresh run starts over (`prepare` sends a reset)."""
    if "reset" in new:
        return {}
    total = dict(old)
    for role, usage in new.items():
        before = total.get(role, no_usage())
        total[role] = Usage(
            calls=before["calls"] + usage["calls"],
            input_tokens=before["input_tokens"] + usage["input_tokens"],
            output_tokens=before["output_tokens"] + usage["output_tokens"],
            usd=before["usd"] + usage["usd"],
            unpriced_calls=before["unpriced_calls"] + usage["unpriced_calls"],
        )
    return total


def no_usage() -> Usage:
    """Nothing asked yet."""
    return Usage(calls=0, input_tokens=0, output_tokens=0, usd=0.0, unpriced_calls=0)


def add_steps(old: list[Step], new: list[Step]) -> list[Step]:
    """Appends; a run begins with `prepare`, so its step begins the list anew."""
    return new if any(step["node"] == "prepare" for step in new) else [*old, *new]


def keep_first(old: Stop | None, new: Stop | None) -> Stop | None:
    """The first reason to stop stays; None clears it for a new run."""
    return new if new is None or old is None else old


class BuildState(TypedDict, total=False):
    """Everything that flows along the edges."""

    request: str
    # The options of `context.BuildInput`; `prepare` freezes them into the settings.
    storage: str
    openapi: str
    approve: bool
    out: str
    replace: bool
    into: str
    run: RunInfo
    settings: Settings
    plan: dict[str, Any]
    plan_feedback: str
    replans: int
    head: str
    drafts: Annotated[dict[str, ComponentDraft | None], merge_drafts]
    problems: list[str]
    notes: list[str]
    evidence: str
    ledger: dict[str, Any]
    decision: DecisionState | None
    usage: Annotated[dict[str, Usage], add_usage]
    timeline: Annotated[list[Step], add_steps]
    stop: Annotated[Stop | None, keep_first]
    result: dict[str, Any]
