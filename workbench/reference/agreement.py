"""Whether the reference leads to what a trace expects: a trace that it contradicts proves nothing."""

from __future__ import annotations

from workbench.plan.steps import ParallelStep, Trace
from workbench.reference.accounts_for_tests import with_token
from workbench.reference.error_expectations import operation_called
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import (
    MOST_WORLDS,
    Result,
    World,
    after,
    played,
    possible,
)


def agrees(reference: Reference, trace: Trace) -> bool:
    """False if some step cannot get what it expects, whatever the plan leaves undecided.

    False too if what it expects depends on the effects of an operation, of which the plan says only
    in words what they are. A trace is followed up to its first parallel step, whose effect the
    reference does not predict.
    """
    worlds = [World(reference.start())]
    for index, step in enumerate(trace.steps):
        if isinstance(step, ParallelStep):
            return index == len(trace.steps) - 1 or not _has_effects(reference, step)
        if len(worlds) > MOST_WORLDS:
            return True
        results = possible(step, played(reference, worlds, with_token(reference.plan, step)))
        if not results or any(_depends_on_effects(reference, result) for result in results):
            return False
        worlds = after(step, results)
    return True


def _has_effects(reference: Reference, step: ParallelStep) -> bool:
    called = (operation_called(reference.plan, one) for one in step.steps)
    return any(operation is not None and operation.effects for operation in called)


def _depends_on_effects(reference: Reference, result: Result) -> bool:
    """True for an answer that is not known, in a plan with effects, once something was forgotten."""
    world, outcome = result
    if outcome.status or not world.state.unknown:
        return False
    return any(operation.effects for operation in reference.plan.operations)
