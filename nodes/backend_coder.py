"""backend_coder: extends the scaffold's Go backend by what the plan leaves open."""

from __future__ import annotations

from graph.services import Services
from graph.state import BuildState
from nodes.asking.component import write_component

SHOWN = ("openapi.yaml", "backend/go.mod")


async def backend_coder(state: BuildState, services: Services) -> BuildState:
    """Asks for what the scaffold leaves open, or for the whole backend without a scaffold."""
    return await write_component(state, services, "backend", SHOWN)
