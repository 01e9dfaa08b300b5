"""Whether the reference leads to what a trace expects: a trace that it contradicts proves nothing."""

from __future__ import annotations

from workbench.plan.steps import HttpStep, Trace
from workbench.reference.accounts_for_tests import with_token
from workbench.reference.execution.machine import Reference
from workbench.reference.execution.playing import MOST_WORLDS, World, after, played, possible


def agrees(reference: Reference, trace: Trace) -> bool:
    """False if some step cannot get what it expects, whatever the plan leaves undecided.

    A trace is followed up to its first parallel step, whose effect the reference does not predict.
    """
    worlds = [World(reference.start())]
    for step in trace.steps:
        if not isinstance(step, HttpStep) or len(worlds) > MOST_WORLDS:
            return True
        results = possible(step, played(reference, worlds, with_token(reference.plan, step)))
        if not results:
            return False
        worlds = after(step, results)
    return True
