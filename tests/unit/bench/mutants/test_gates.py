"""Every gate that runs one component is asked of its mutants."""

from __future__ import annotations

from bench.mutants import backend, pages
from workbench.gates.registry import GATES
from workbench.harness.gate import Stage


def test_every_gate_that_runs_a_backend_is_quick_or_deep() -> None:
    running = [g.name for g in GATES if g.component == "backend" and g.runs_the_system]
    asked = [*backend.QUICK_GATES, *backend.DEEP_GATES]
    assert sorted(asked) == sorted(running)
    assert backend.QUICK_GATES[0] == backend.CONTRACT, "the one that is asked trace by trace"


def test_every_gate_of_a_page_is_asked_before_the_last_stage() -> None:
    assert pages.QUICK_GATES == ("ui.journey", "frontend.agreement")
    final = {gate.name for gate in GATES if gate.stage is Stage.FINAL}
    assert not final & {*pages.QUICK_GATES}
