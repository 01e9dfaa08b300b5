"""The definition of a gate: a check with a name, a stage, and the rules that it checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.harness.gate_context import GateContext
from workbench.progress.results import GateResult
from workbench.workspace.paths import Component

Check = Callable[[GateContext], Awaitable[GateResult]]


class Stage(StrEnum):
    """Stages in the order in which they run; a red or open gate ends the run after its stage."""

    STATIC = "static"
    TESTS = "tests"
    BEHAVIOUR = "behaviour"
    STRESS = "stress"
    FINAL = "final"


# The tester runs these; the validator runs the rest, on a tree that passed these.
TEST_STAGES = (Stage.STATIC, Stage.TESTS)
VALIDATION_STAGES = (Stage.BEHAVIOUR, Stage.STRESS, Stage.FINAL)


@dataclass(frozen=True)
class Gate:
    """A check with a verdict.

    `rules` are ids of the rulebook. Gates of one stage with the same `turn` run in parallel, lower
    turns first. `needs` names the gates whose products it uses. `component` is set if the
    outcome depends on one component alone. The result of a gate that `runs_the_system`
    may vary, and takes long: a red result is measured again, and a green one is cached by the digest
    of the files. `builds` names the products in the scratch folder that other gates judge, and `leaves` its
    other files there, for other gates and the report. The result of a gate that `lists_checks` names
    what passed: if it names nothing, nothing was checked, and the gate is not verified.
    """

    name: str
    stage: Stage
    check: Check
    proves: str
    rules: tuple[str, ...]
    turn: int = 0
    needs: tuple[str, ...] = ()
    component: Component | None = None
    runs_the_system: bool = False
    lists_checks: bool = False
    builds: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()


def turns(gates: Sequence[Gate], stage: Stage) -> list[list[Gate]]:
    """The gates of a stage, in order, grouped by those that run in parallel."""
    chosen = [gate for gate in gates if gate.stage is stage]
    return [
        [gate for gate in chosen if gate.turn == turn]
        for turn in sorted({gate.turn for gate in chosen})
    ]


def names_by_stage(gates: Sequence[Gate]) -> tuple[tuple[str, ...], ...]:
    """The names of each stage's gates, stages in order; stages without gates are left out."""
    named = [tuple(gate.name for gate in gates if gate.stage is stage) for stage in Stage]
    return tuple(names for names in named if names)
