"""What tester and validator share: gates as events, results as evidence."""

from __future__ import annotations

from nodes.emit import emit
from workbench.evidence.events import FindingSeen, GateFinished, GateStarted
from workbench.gates.result import GateResult

MAX_FINDINGS_TOLD = 20


def tell(gate: str, result: GateResult | None) -> None:
    """Tells of a gate's start (no result yet) or end."""
    if result is None:
        emit(GateStarted(gate=gate))
        return
    for finding in result.findings[:MAX_FINDINGS_TOLD]:
        emit(FindingSeen(gate=gate, message=finding.message, file=finding.file, line=finding.line))
    emit(
        GateFinished(
            gate=gate,
            status=result.status.value,
            seconds=round(result.seconds, 2),
            findings=len(result.findings),
            reason=result.reason,
        )
    )
