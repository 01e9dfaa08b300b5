"""The traces reach every branch of the reference that a plan uses, and the reference agrees with each."""

from __future__ import annotations

import ast
from pathlib import Path

import coverage
import pytest

import workbench.reference.execution as execution
from bench.recorded.assembling import written_plan
from tests.support.clinic import clinic
from workbench.plan.steps import HttpStep, Trace
from workbench.plan.system import SystemPlan
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import World, after, is_excluded, played
from workbench.reference.traces import derive_traces

FOLDER = Path(execution.__file__).parent
# Used by scenarios alone: traces leave out what the plan does not decide.
NOT_OF_TRACES = {"matching.py", "playing.py"}
# What no trace asks for, and why.
LEFT_OUT = {
    "raise Undecided": "traces hold what the plan decides",
    "except Undecided": "the same",
    "return list(self._outcomes": "covered; the line after it is what is undecided",
    "BODY_TOO_LARGE": "api.abuse sends bodies of more than a mebibyte",
    "NO_SUCH_PATH": "a page may be served there",
    "_list(": "…",
}


@pytest.fixture(scope="module")
def missing() -> dict[str, list[str]]:
    """For each file the statements in functions that no trace of the two plans reaches."""
    watch = coverage.Coverage(data_file=None, branch=True, include=[f"{FOLDER}/*"], messages=False)
    plans = [clinic(), written_plan("trails")]
    traces = [derive_traces(plan) for plan in plans]
    watch.start()
    try:
        for plan, its in zip(plans, traces, strict=True):
            for trace in its:
                _replay(plan, trace)
    finally:
        watch.stop()
    return {path.name: _missing(watch, path) for path in sorted(FOLDER.glob("*.py"))}


def test_it(missing: dict[str, list[str]]) -> None:
    for name, lines in missing.items():
        print(name)
        for line in lines:
            print("    ", line)


def _replay(plan: SystemPlan, trace: Trace) -> None:
    """Plays a trace up to where requests are sent at once; each expectation must be possible."""
    reference = Reference(plan)
    worlds = [World(reference.start())]
    for step in trace.steps:
        if not isinstance(step, HttpStep):
            return
        results = played(reference, worlds, step)
        possible = [
            (world, outcome) for world, outcome in results
            if is_excluded(outcome, step, world) is None
        ]  # fmt: skip
        assert possible, (trace.id, step.method, step.path, step.expect.status)
        worlds = after(step, possible)


def _missing(watch: coverage.Coverage, path: Path) -> list[str]:
    """The first lines of the statements inside functions that were not executed."""
    source = path.read_text(encoding="utf-8")
    inside = {
        statement.lineno
        for function in ast.walk(ast.parse(source)) if isinstance(function, ast.FunctionDef)
        for part in function.body for statement in ast.walk(part) if isinstance(statement, ast.stmt)
    }  # fmt: skip
    _, _, _, lines, _ = watch.analysis2(str(path))
    text = source.splitlines()
    return [f"{line}: {text[line - 1].strip()}" for line in lines if line in inside]
