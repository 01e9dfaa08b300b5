"""validator: proves the behaviour of the running system."""

from __future__ import annotations

import asyncio

from graph.state import BuildState
from nodes.gating import tell
from nodes.guard import Update, guarded
from nodes.resources import plan_of, resources
from workbench.gates.pipeline import VALIDATION_STAGES, run_stages

VALIDATION_GATES = {gate for stage in VALIDATION_STAGES for group in stage for gate in group}


@guarded("validator")
async def validator(state: BuildState) -> Update:
    """Starts what the tester built and drives it over HTTP and in a browser."""
    found = await resources(state)
    site = found.site(plan_of(state))
    name = state["evidence"]
    # A validator that was killed may have written its own: only the tester's are taken over.
    before = await asyncio.to_thread(found.evidence.load, name)
    results = [result for result in before if result.gate not in VALIDATION_GATES]
    results += await run_stages(site, VALIDATION_STAGES, tell)
    await asyncio.to_thread(found.evidence.save, name, results, site.screenshots)
    return {}
