"""The typed state that every node shares: small, plain data; no file content, no evidence.

A node returns a `BuildState` with the keys that it changes. Keys with a reducer are merged; if
a node must replace one, it returns LangGraph's `Overwrite`.
"""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import JsonValue

# Pydantic makes no JSON Schema of typing.TypedDict before Python 3.12, and Studio shows that schema.
from typing_extensions import TypedDict

from workbench.workspace.paths import Component

T = TypeVar("T")
# Models of ours as plain JSON, each of which reads its own back: `Settings`, `SystemPlan`, `Ledger`
# and `Verdict`. Nodes take them apart only through the model.
SettingsState = dict[str, JsonValue]
PlanState = dict[str, JsonValue]
LedgerState = dict[str, JsonValue]
VerdictState = dict[str, JsonValue]


class RunInfo(TypedDict):
    """Where the run stores its trees and its evidence; `started` is in seconds since the epoch."""

    id: str
    folder: str
    started: float


class ComponentDraft(TypedDict):
    """What a coder or the debugger answered: a tree, or the problems for which there is none."""

    tree: str | None
    problems: list[str]
    notes: list[str]


class AnswerProblem(TypedDict):
    """Why an answer could not be applied; `component` is None where it may be about either."""

    component: Component | None
    message: str


class Usage(TypedDict):
    """What the model calls of one role took."""

    calls: int
    input_tokens: int
    output_tokens: int
    usd: float
    unpriced_calls: int


class NodeTiming(TypedDict):
    """When a node worked, in seconds since the epoch, and what it did in a few words."""

    node: str
    start: float
    end: float
    summary: str


class Stop(TypedDict):
    """Why the run must end early: kind and exit code of the exception, and its message."""

    kind: str
    message: str
    exit_code: int


class DecisionState(TypedDict):
    """The judge's last decision."""

    outcome: str
    scope: str
    components: list[Component]


def merge_keys(old: dict[str, T], new: dict[str, T]) -> dict[str, T]:
    """Parallel nodes each write their own key: coders a component's draft, gates their status."""
    return {**old, **new}


def add_usage(old: dict[str, Usage], new: dict[str, Usage]) -> dict[str, Usage]:
    """Adds up by role."""
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
    """The usage of a role that was not asked yet."""
    return Usage(calls=0, input_tokens=0, output_tokens=0, usd=0.0, unpriced_calls=0)


def add_timings(old: list[NodeTiming], new: list[NodeTiming]) -> list[NodeTiming]:
    """Appends."""
    return [*old, *new]


def first_stop(old: Stop | None, new: Stop | None) -> Stop | None:
    """The first reason to stop stays, whichever parallel node comes later."""
    return new if old is None else old


class ResultState(TypedDict, total=False):
    """What a run ends with: the delivery and its verdict, or, without a judged tree, why it ended."""

    out: str
    moved_aside: str
    exit_code: int
    verdict: VerdictState
    error: Stop
    judged: bool


class BuildState(TypedDict, total=False):
    """Everything that flows along the edges."""

    request: str
    # The other fields of `context.BuildInput`; `prepare` freezes them into the settings.
    storage: str
    openapi: str
    plan_file: str
    approve: bool
    out: str
    replace: bool
    into: str
    run: RunInfo
    settings: SettingsState
    plan: PlanState
    plan_feedback: str
    replans: int
    head: str
    drafts: Annotated[dict[str, ComponentDraft], merge_keys]
    problems: list[AnswerProblem]
    notes: list[str]
    evidence: str
    gate_statuses: Annotated[dict[str, str], merge_keys]
    ledger: LedgerState
    decision: DecisionState | None
    usage: Annotated[dict[str, Usage], add_usage]
    timeline: Annotated[list[NodeTiming], add_timings]
    stop: Annotated[Stop | None, first_stop]
    result: ResultState
