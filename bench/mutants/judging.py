"""Asks the gates of the registry about one mutant, cheap ones first, until one rejects it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Protocol

from bench.mutants.changes import Change
from workbench.gates.registry import GATES
from workbench.harness.gate import Gate
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import run_gate
from workbench.plan.steps import Trace
from workbench.progress.results import GateResult

# How often a gate is asked that passes and fails on the same files, which a loaded host can cause.
TRIES = 3
Portion = Sequence[Trace] | None
BY_NAME = {gate.name: gate for gate in GATES}


class UnsoundSystem(Exception):
    """A gate rejects the system with no mutant on: nothing can be measured on it."""


@dataclass(frozen=True)
class Rejection:
    """The first gate that did not pass, and what it found."""

    gate: str
    finding: str


class Subject(Protocol):
    """A sound system that was built once with every mutant in it."""

    changes: list[Change]
    uncompiled: int
    """On how many lines mutants did not compile."""

    def portions(self, gate: str, change: Change) -> list[Portion]:
        """The traces that the gate runs, in portions that are asked one after the other.

        None stands for all that the gate does. Empty where the gate never runs the code that is
        changed, so that it cannot tell.
        """
        ...

    def switched(
        self, change: Change | None, gate: str
    ) -> AbstractAsyncContextManager[GateContext]:
        """What the gate is given: the system with this mutant on, or with none."""
        ...

    def rejected(self, change: Change, finding: str) -> None:
        """Is told of each rejection, so that what rejected one mutant is asked early of the next."""


async def first_rejection(
    subject: Subject, change: Change, gates: Sequence[str]
) -> Rejection | None:
    """The first of the gates that rejects the system with this mutant; None for a survivor.

    A gate is run as in a build (`workbench.harness.runner.run_gate`): a red result is measured again.
    One that is not verified rejects too, since no system is accepted without it.
    """
    for gate in gates:
        portions = subject.portions(gate, change)
        if not portions:
            continue
        async with subject.switched(change, gate) as context:
            for traces in portions:
                result = await asked(replace(context, traces=traces), BY_NAME[gate])
                if result.is_red or result.is_open:
                    return Rejection(gate, finding_of(result))
    return None


async def asked(context: GateContext, gate: Gate) -> GateResult:
    """The gate's result, as in a build; one that is flaky says nothing of a mutant and is asked again."""
    for _ in range(TRIES):
        result = await run_gate(context, gate, lambda _gate, _result: None)
        if not result.findings or not result.findings[0].message.startswith("flaky:"):
            break
    return result


def finding_of(result: GateResult) -> str:
    """The first thing that a gate found, or why it is not verified."""
    if not result.findings:
        return f"not verified: {result.reason}" if result.is_open else result.reason
    first = result.findings[0]
    told = f": expected {first.expected}, got {first.actual}" if first.expected else ""
    return f"{first.check or first.message}{told}"
