"""What tester and validator share: a gate's start and end as events."""

from __future__ import annotations

from nodes.emit import emit
from workbench.evidence.events import gate_events
from workbench.progress.results import GateResult


def emit_gate(gate: str, result: GateResult | None) -> None:
    """Events of a gate's start (no result yet) or end."""
    for event in gate_events(gate, result):
        emit(event)
