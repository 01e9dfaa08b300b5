"""api.contract: every trace that is generated from the plan, each on a fresh database."""

from __future__ import annotations

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.trace_runs import run_traces
from workbench.progress.results import GateResult

NAME = "api.contract"


async def check(context: GateContext) -> GateResult:
    """Runs all traces, a few at a time."""
    return await run_traces(context, NAME)


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="the running API answers every trace of the plan as predicted: CRUD, constraints, errors, CORS, accounts, invariants one after the other and in parallel",
    rules=(
        "api.agrees_with_plan",
        "api.follows_client_document",
        "api.cors",
        "api.accounts",
        "api.parts",
        "api.invariants",
        "api.totals",
        "api.many",
        "api.seed",
        "backend.settings",
    ),
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
