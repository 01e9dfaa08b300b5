"""The result of a gate, and its findings."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator

from workbench.workspace.paths import Component, component_of


class Status(StrEnum):
    """The statuses of a gate. `NOT_VERIFIED` is never shown as passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not applicable"
    NOT_VERIFIED = "not verified"


# The result of an answer that could not be applied: it has no tree that gates could judge.
ANSWER = "answer"
# Characters of the end of a log, and of the beginning of an answer, that are kept as evidence.
KEPT_OF_LOG = 4000
KEPT_OF_ANSWER = 1000
LONGEST = 40_000
NOT_INSTALLED = "the npm packages are not installed"


class Record(BaseModel):
    """A value that is written to evidence files and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(Record):
    """One fault that a gate detected, with its evidence.

    `rule` is the id of the broken rule, `check` the trace, scenario or journey step that detected it.
    `component` is the one that the fault is in, None where it may be in either.
    """

    gate: str
    message: str
    rule: str = ""
    check: str = ""
    entity: str = ""
    file: str = ""
    line: int | None = None
    expected: str = ""
    actual: str = ""
    evidence: str = ""
    component: Component | None = None

    @field_validator("message", "expected", "actual", "evidence", mode="before")
    @classmethod
    def _is_bounded(cls, text: Any) -> Any:
        """Programs print, and servers answer, what is too long to keep or half a character."""
        return text[:LONGEST].encode("utf-8", "replace").decode() if isinstance(text, str) else text


class CommandRecord(Record):
    """A command that a gate ran."""

    argv: tuple[str, ...]
    exit_code: int
    seconds: float


class GateResult(Record):
    """The outcome of one gate on one tree."""

    gate: str
    status: Status
    seconds: float = 0.0
    reason: str = ""
    findings: tuple[Finding, ...] = ()
    passed_checks: tuple[str, ...] = ()
    proven: tuple[str, ...] = ()
    commands: tuple[CommandRecord, ...] = ()
    screenshots: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()

    def citing(self, rule_of: Callable[[str], str]) -> GateResult:
        """The result, with the rule of its check cited by every finding that cites none."""
        cited = tuple(
            f if f.rule else f.model_copy(update={"rule": rule_of(f.check)}) for f in self.findings
        )
        return self.model_copy(update={"findings": cited})

    def attributed(self, component: Component | None) -> GateResult:
        """The result, with the component of every finding that names none: its file's, else this one."""
        named = tuple(
            f
            if f.component
            else f.model_copy(update={"component": component_of(f.file) or component})
            for f in self.findings
        )
        return self.model_copy(update={"findings": named})

    @property
    def is_red(self) -> bool:
        return self.status is Status.FAILED

    @property
    def is_open(self) -> bool:
        return self.status is Status.NOT_VERIFIED


def judged(
    gate: str,
    findings: list[Finding],
    *,
    seconds: float,
    passed_checks: list[str] | None = None,
    proven: list[str] | None = None,
    commands: list[CommandRecord] | None = None,
) -> GateResult:
    """A result that failed if there are findings, and passed if not."""
    return GateResult(
        gate=gate,
        status=Status.FAILED if findings else Status.PASSED,
        seconds=seconds,
        findings=tuple(findings),
        passed_checks=tuple(passed_checks or ()),
        proven=tuple(proven or ()),
        commands=tuple(commands or ()),
    )


def not_verified(gate: str, reason: str, seconds: float = 0.0) -> GateResult:
    """A result that is not verified, with the reason."""
    return GateResult(gate=gate, status=Status.NOT_VERIFIED, seconds=seconds, reason=reason)
