"""api.walk: random requests in a row, each compared with what the reference predicts."""

from __future__ import annotations

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.walks.batch import run_walks
from workbench.progress.results import GateResult

NAME = "api.walk"


async def check(context: GateContext) -> GateResult:
    """Walks over every entity; a difference is shortened to the fewest requests."""
    return await run_walks(context, NAME)


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="random walks of requests by several accounts, one after the other on one database, are answered as the plan predicts from everything that went before",
    rules=("api.agrees_with_plan", "api.follows_client_document"),
    turn=1,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
