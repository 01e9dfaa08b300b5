"""validator: proves the behaviour of the running system."""

from __future__ import annotations

import asyncio

from graph.state import BuildState
from nodes.gating import tell
from nodes.guard import Update, guarded
from nodes.resources import plan_of, resources
from workbench.gates.pipeline import VALIDATION_STAGES, run_stages


@guarded("validator")
async def validator(state: BuildState) -> Update:
    """Starts what the tester built and drives it over HTTP and in a browser."""
    found = await resources(state)
    site = found.site(plan_of(state))
    name = state["evidence"]
    results = await asyncio.to_thread(found.evidence.load, name)
    results += await run_stages(site, VALIDATION_STAGES, tell)
    await asyncio.to_thread(found.evidence.save, name, results, site.screenshots)
    return {}
