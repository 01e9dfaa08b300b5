"""validator: proves the behaviour of the running system."""

from __future__ import annotations

import asyncio

from graph.state import BuildState
from nodes.gating import tell
from nodes.guard import Update, guarded
from nodes.resources import plan_of, resources
from workbench.gates.registry import GATES
from workbench.harness.gate import VALIDATION_STAGES
from workbench.harness.runner import run_stages

VALIDATION_GATES = {gate.name for gate in GATES if gate.stage in VALIDATION_STAGES}


@guarded("validator")
async def validator(state: BuildState) -> Update:
    """Starts what the tester built and drives it over HTTP and in a browser."""
    found = await resources(state)
    context = found.context(plan_of(state))
    name = state["evidence"]
    # A validator that was killed may have written its own: only the tester's are taken over.
    before = await asyncio.to_thread(found.evidence.load, name)
    results = [result for result in before if result.gate not in VALIDATION_GATES]
    results += await run_stages(context, GATES, VALIDATION_STAGES, tell)
    await asyncio.to_thread(found.evidence.save, name, results, context.screenshots)
    return {}
