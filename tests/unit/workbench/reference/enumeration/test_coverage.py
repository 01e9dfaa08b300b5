"""The traces take every decision of the reference that a plan uses, and the reference agrees with each."""

from __future__ import annotations

from pathlib import Path

import coverage
import pytest

import workbench.reference.execution as execution
from bench.recorded.assembling import written_plan
from tests.support.archive import archive
from tests.support.chores import chores
from tests.support.clinic import clinic
from tests.support.desk import desk
from tests.support.parts import parts
from tests.support.reading_room import reading_room
from tests.support.reference_decisions import Decisions, decisions
from tests.support.workshop import workshop
from workbench.plan.steps import HttpStep, Trace
from workbench.plan.system import SystemPlan
from workbench.reference.enumeration.traces import enumerated_traces
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import World, after, played, possible

# It traces every line of the reference, for every request of nine plans.
pytestmark = pytest.mark.thorough

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
    "accounts.py": {
        "account_shown: yield call.refused(state)": "a missing token is refused before"
    },
    "bodies_of_own.py": {
        "_is_within: return True": "no body here has an object in it",
        "_value_faults: return  # 1.0 is an integer to JSON Schema, and not to every decoder": "a body that may be taken is not decided",
    },
    "derived.py": {
        "derived_value: return OPEN": "no ledger here takes an entry without its amount"
    },
    "formats.py": {
        "_instant: return Form.EITHER": EITHER,
        "instant_of: return None": "what is stored as an instant is one",
        "same_decimal: never called": "writes expectations: the replay reads them only",
    },
    "index.py": {"parameters: return None": NO_PATH, "route: return None": NO_PATH},
    "lists.py": {
        "_ordered: return [records] if records else []": "no document here has lists without an order"
    },
    "machine.py": {
        "_answers: case BindingRole.READ:, and out": "a binding has no other role",
        "_method_refused: return replace(outcome, status=frozenset({404, 405, 401, 403}), headers={})": "a document leaves other methods open",
        "_moved_record: return ABSENT": "records of a transition can be read by themselves here",
        "_outcomes: yield refused(self.plan, None, state, [wire.NO_SUCH_PATH])": NO_PATH,
        "_with_own_refusals: yield Outcome(statuses, state, refused=True)": "a rule in words is asked of scenarios only",
        "_unknown_after: never called": "only for a request that the plan does not decide",
        "_without: never called": "only for what the plan does not decide",
    },
    "ordering.py": {
        "_compare: if field.type in _SORTED_AS_TEXT and not (_PLAIN.fullmatch(one) and"
        " _PLAIN.fullmatch(other)):": "values of one field are of one type, but for integers"
    },
    "outcomes.py": {
        "refused: return Outcome(frozenset(), state, refused=True)": "a refusal that a document does not declare is not decided"
    },
    "records.py": {
        "found: for record in table.values():": "an id that is a field's is known by its capture only"
    },
    "requests.py": {
        "bodies: return [Body(fault=wire.BODY_TOO_LARGE)]": "api.abuse sends it: a server may also close the connection, which no trace allows"
    },
    "rules.py": {"_is_broken: case Transition():, and out": "there is no other kind"},
    "state.py": {
        "forgotten: never called": "only for a request that the plan does not decide",
        "with_other_accounts: never called": "only for a request that the plan does not decide",
    },
    "values.py": {
        "_formed: case Form.EITHER:": EITHER,
        "_list: return [Taken(sent)]": "no document here takes a list",
        "_member: return [Taken(str(sent).strip()), refusal]": EITHER,
    },
    "writes.py": {
        "parents_in_path: against = call.caller(state).faults(record, reading=True)": "no plan here has lists of its own below the records of an owner",
        "target: return wire.UNKNOWN_RECORD": "no plan here addresses a record by two ids",
    },
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Decisions:
    """what the traces of eight plans take: conventions, all that is offered, documents, odd fields, staff."""
    plans = [
        clinic(),
        chores(),
        written_plan("trails"),
        workshop(),
        archive(),
        desk(computes=True),
        parts(),
        reading_room(),
    ]
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


def test_most_branches_of_the_reference_are_taken_for_these_plans(found: Decisions) -> None:
    assert found.taken / found.all >= 0.84, f"{found.taken} of {found.all}"


def _replay(plan: SystemPlan, trace: Trace) -> None:
    """Plays a trace; each expectation must be possible."""
    reference = Reference(plan)
    worlds = [World(reference.start())]
    for step in trace.steps:
        assert isinstance(step, HttpStep)
        results = possible(step, played(reference, worlds, step))
        assert results, (trace.id, step.method, step.path, step.expect.status)
        worlds = after(step, results)
