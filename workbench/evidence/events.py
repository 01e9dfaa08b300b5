"""Typed events: one stream for the live view, `--json`, Python and Studio."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from workbench.progress.results import GateResult


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunStarted(_Event):
    """The run exists, or continues (`resumed`); always the first line, before anything can fail."""

    type: Literal["run_started"] = "run_started"
    run: str
    request: str
    resumed: bool = False


class OptionsFrozen(_Event):
    """Models, storage and limits are decided; no model was asked yet."""

    type: Literal["options_frozen"] = "options_frozen"
    model: str
    uncontained: str = ""
    storage: str
    storage_reason: str
    max_attempts: int
    budget_usd: float | None = None
    budget_tokens: int | None = None
    budget_seconds: float | None = None


class NodeStarted(_Event):
    """A node of the graph began."""

    type: Literal["node_started"] = "node_started"
    node: str


class NodeFinished(_Event):
    """A node of the graph ended."""

    type: Literal["node_finished"] = "node_finished"
    node: str
    seconds: float
    summary: str = ""


class PlanReady(_Event):
    """The plan was accepted."""

    type: Literal["plan_ready"] = "plan_ready"
    name: str
    title: str
    entities: list[str]
    operations: int
    scenarios: int
    unproven: list[str]
    not_covered: list[str] = []
    repairs: list[str] = Field(
        default=[], description="the repairs of the gates' copy of a client's own document"
    )


class FileArriving(_Event):
    """A file starts in a model's answer; it is not applied yet."""

    type: Literal["file_arriving"] = "file_arriving"
    node: str
    path: str


class FilesWritten(_Event):
    """A model's answer was applied."""

    type: Literal["files_written"] = "files_written"
    node: str
    paths: list[str]


class GateStarted(_Event):
    """A gate began."""

    type: Literal["gate_started"] = "gate_started"
    gate: str


class GateFinished(_Event):
    """A gate ended."""

    type: Literal["gate_finished"] = "gate_finished"
    gate: str
    status: str
    seconds: float
    findings: int
    reason: str = ""


class FindingSeen(_Event):
    """One finding of a red gate."""

    type: Literal["finding"] = "finding"
    gate: str
    message: str
    file: str = ""
    line: int | None = None


class AttemptJudged(_Event):
    """The judge decided."""

    type: Literal["attempt_judged"] = "attempt_judged"
    attempt: int
    outcome: str
    scope: str = ""
    red: list[str]
    improved: bool


class CacheNotFilled(_Event):
    """Caches could not be filled before the gates, which report the reason if it persists."""

    type: Literal["cache_not_filled"] = "cache_not_filled"
    reason: str


class ModelWaiting(_Event):
    """A model has sent nothing for so many seconds; the run keeps waiting."""

    type: Literal["model_waiting"] = "model_waiting"
    role: str
    seconds: float


class PackagesAwaited(_Event):
    """The installer has worked for so many seconds: packages take long, or a registry does not answer."""

    type: Literal["packages_awaited"] = "packages_awaited"
    seconds: float


class InstallerFixed(_Event):
    """The installer repaired the environment without a model."""

    type: Literal["installer_fixed"] = "installer_fixed"
    what: str


class ModelCalled(_Event):
    """A model answered. `usd` is null if no price is known; `from_recording` was paid before."""

    type: Literal["model_called"] = "model_called"
    role: str
    model: str
    input_tokens: int
    output_tokens: int
    usd: float | None
    from_recording: bool


class Spend(_Event):
    """What the run has spent so far, against its limits. `usd` is null if no price is known."""

    type: Literal["spend"] = "spend"
    tokens: int
    usd: float | None
    budget_tokens: int | None
    budget_usd: float | None


class PromptDrifted(_Event):
    """A replayed request is not the recorded one; its first differing line."""

    type: Literal["prompt_drifted"] = "prompt_drifted"
    role: str
    ordinal: int
    line: int
    recorded: str
    asked: str


class VerdictReached(_Event):
    """The run ended and its result was delivered; always the last line."""

    type: Literal["verdict"] = "verdict"
    verified: bool
    conclusion: str
    exit_code: int
    out: str
    verdict: dict[str, Any]


class RunFailed(_Event):
    """The run ended without a result; always the last line."""

    type: Literal["error"] = "error"
    kind: str
    message: str
    exit_code: int


Event = Annotated[
    RunStarted
    | OptionsFrozen
    | NodeStarted
    | NodeFinished
    | PlanReady
    | FileArriving
    | FilesWritten
    | GateStarted
    | GateFinished
    | FindingSeen
    | AttemptJudged
    | InstallerFixed
    | CacheNotFilled
    | ModelWaiting
    | PackagesAwaited
    | ModelCalled
    | Spend
    | PromptDrifted
    | VerdictReached
    | RunFailed,
    Field(discriminator="type"),
]

MAX_FINDINGS_TOLD = 20


def gate_events(gate: str, result: GateResult | None) -> list[Event]:
    """The events of a gate that starts (without a result) or ends."""
    if result is None:
        return [GateStarted(gate=gate)]
    findings: list[Event] = [
        FindingSeen(gate=gate, message=finding.message, file=finding.file, line=finding.line)
        for finding in result.findings[:MAX_FINDINGS_TOLD]
    ]
    ended = GateFinished(
        gate=gate,
        status=result.status.value,
        seconds=round(result.seconds, 2),
        findings=len(result.findings),
        reason=result.reason,
    )
    return [*findings, ended]
