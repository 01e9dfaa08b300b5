"""frontend_coder: extends the scaffold's React frontend by what the plan leaves open."""

from __future__ import annotations

from graph.services import Services
from graph.state import BuildState
from nodes.asking.component import write_component

SHOWN = (
    "frontend/package.json",
    "frontend/src/api/client.ts",
    "frontend/src/api/index.ts",
    "frontend/vite.config.js",
    "openapi.yaml",
)


async def frontend_coder(state: BuildState, services: Services) -> BuildState:
    """Asks for what the scaffold leaves open, or for the whole frontend without a scaffold."""
    return await write_component(state, services, "frontend", SHOWN)
