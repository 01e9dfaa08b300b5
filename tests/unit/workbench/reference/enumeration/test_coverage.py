"""The traces take every decision of the reference that a plan uses, and the reference agrees with each."""

from __future__ import annotations

from pathlib import Path

import coverage
import pytest

import workbench.reference.execution as execution
from bench.recorded.assembling import written_plan
from tests.support.clinic import clinic
from tests.support.workshop import workshop
from tests.unit.workbench.reference.enumeration.decisions import Decisions, decisions
from workbench.plan.steps import HttpStep, Trace
from workbench.plan.system import SystemPlan
from workbench.reference.enumeration.traces import enumerated_traces
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import World, after, is_excluded, played

FOLDER = Path(execution.__file__).parent
# Used by scenarios too, with matchers that traces need not; or not part of a decision.
NOT_OF_TRACES = {"matching.py", "playing.py", "symbols.py", "wire.py"}
# A trace holds no request whose answer the plan does not decide.
UNDECIDED = ": raise Undecided("
EITHER = "every answer is sound, so that a trace proves nothing by it"
NO_PATH = "a path that the plan does not have may be a page's"
# Every other decision that no trace takes, by file, with the reason. A line that is taken after all
# must go: the list is exact.
LEFT_OUT: dict[str, dict[str, str]] = {
LEFT
}  # fmt: skip


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Decisions:
    """What the enumerated traces of three plans take: conventions, a document, and odd fields."""
    plans = [clinic(), written_plan("trails"), workshop()]
    traces = [(plan, trace) for plan in plans for trace in enumerated_traces(plan)]
    watch = coverage.Coverage(data_file=None, branch=True, include=[f"{FOLDER}/*"], messages=False)
    watch.start()
    try:
        for plan, trace in traces:
            _replay(plan, trace)
    finally:
        watch.stop()
    return decisions(watch, tmp_path_factory.mktemp("coverage") / "measured.json")


def test_every_decision_that_the_plans_use_is_taken(found: Decisions) -> None:
    missed = {
        name: {decision for decision in its if UNDECIDED not in decision}
        for name, its in found.missed.items()
        if name not in NOT_OF_TRACES
    }
    assert {name: its for name, its in missed.items() if its} == {
        name: {*its} for name, its in LEFT_OUT.items()
    }


def test_few_decisions_are_left_out() -> None:
    assert sum(map(len, LEFT_OUT.values())) <= MOST
    assert all(reason for its in LEFT_OUT.values() for reason in its.values())


def _replay(plan: SystemPlan, trace: Trace) -> None:
    """Plays a trace; each expectation must be possible."""
    reference = Reference(plan)
    worlds = [World(reference.start())]
    for step in trace.steps:
        assert isinstance(step, HttpStep)
        results = played(reference, worlds, step)
        possible = [
            (world, outcome) for world, outcome in results
            if is_excluded(outcome, step, world) is None
        ]  # fmt: skip
        assert possible, (trace.id, step.method, step.path, step.expect.status)
        worlds = after(step, possible)
