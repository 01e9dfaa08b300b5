"""frontend_coder: writes the React frontend."""

from __future__ import annotations

from graph.services import Services
from graph.state import BuildState
from nodes.asking.component import write_component

SHOWN = ("frontend/package.json", "frontend/src/api/client.ts", "frontend/src/api/index.ts",
         "frontend/vite.config.js", "openapi.yaml")  # fmt: skip


async def frontend_coder(state: BuildState, services: Services) -> BuildState:
    """Asks for the whole frontend, with the API client that it must use."""
    return await write_component(state, services, "frontend", SHOWN)
