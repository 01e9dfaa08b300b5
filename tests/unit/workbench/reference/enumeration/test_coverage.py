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
# Used by scenarios alone, or by requests that the plan does not decide: traces leave those out.
NOT_OF_TRACES = {"matching.py", "playing.py", "symbols.py", "wire.py"}
UNDECIDED = ("raise Undecided", "self.forgotten(", "_unknown_after", "return OPEN")
# Statements that no trace of these plans reaches, by file, each with the reason.
LEFT_OUT: dict[str, dict[str, str]] = {
    "accounts.py": {"yield call.refused(state)": "a missing token is refused before", "return": ""},
    "formats.py": {
        "return Form.EITHER": "either is sound, so that nothing is proven",
        "return None": "the same",
        "": "the decimals of traces are not read back as patterns",
    },
    "index.py": {"return None": "paths that the plan does not have may be a page's"},
    "lists.py": {"return [records]": "a document whose lists have no order"},
    "machine.py": {
        "NO_SUCH_PATH": "paths that the plan does not have may be a page's",
        "return": "the same",
        "if not faults:": "an operation of the plan's own: its refusals are api.own_operations'",
        "declared = ": "the same",
        "yield replace(": "the same",
        "return ABSENT": "a transition that answers with no record",
        "wire.RULE_BROKEN": "what follows a transition is not enumerated",
        "status=frozenset({401, 405})": "a method is tried by somebody who signed in",
        "status=frozenset({404, 405": "a document leaves other methods open",
        "found = self._index": "a request that the plan does not decide",
        "purpose = found[0]": "the same",
        "if purpose is None": "the same",
        "return state": "the same",
        "if not purpose.is_opaque": "the same",
        "return state.forgotten": "the same",
        "own = self.plan": "the same",
        'value = RecordId(field.ref or "", value)': "no seed refers to another",
    },
    "ordering.py": {"return None": "values that do not compare"},
    "outcomes.py": {"return Outcome(frozenset()": "a refusal that a document does not declare"},
    "records.py": {"": "ids of a document that a client makes up"},
    "requests.py": {"BODY_TOO_LARGE": "api.abuse sends bodies of more than a mebibyte"},
    "rules.py": {"if comparable(": "no unique field of these plans is an instant or a decimal"},
    "state.py": {"return replace(self, unknown": "a request that the plan does not decide"},
    "values.py": {
        "return [Taken(None), wire.WRONG_TYPE]": "no field is required and may be null",
        "return [Taken(text), refusal]": "either is sound",
        "return [Taken(str(sent).strip()), refusal]": "either is sound",
        "if not isinstance(sent, list)": "no field of type refs",
        "return [wire.WRONG_TYPE]": "the same",
        "if all(isinstance(item, RecordId)": "the same",
        "return [Taken(sent)]": "the same",
    },
    "writes.py": {
        "return missing[0]": "a parent in the path is there",
        "NOT_AN_OBJECT": "an envelope that holds no object",
        "return": "the same",
        "assert stored is not None": "no field is written at creation only",
        "kept = Taken": "the same",
        "return [kept]": "the same",
    },
}  # fmt: skip


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


def test_every_branch_that_the_plans_use_is_reached(missing: dict[str, list[str]]) -> None:
    unexplained = {
        name: [line for line in lines if not _is_explained(name, line)]
        for name, lines in missing.items()
        if name not in NOT_OF_TRACES
    }
    assert {name: lines for name, lines in unexplained.items() if lines} == {}


def _is_explained(name: str, line: str) -> bool:
    text = line.partition(": ")[2]
    if text.startswith(('"""', "continue")) or any(part in text for part in UNDECIDED):
        return True
    return any(part in text for part in LEFT_OUT.get(name, {}))


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
