"""frontend_coder: writes the page."""

from __future__ import annotations

from graph.state import BuildState
from nodes.coding import write_component
from nodes.guard import Update, guarded

SHOWN = ("frontend/package.json", "frontend/src/api/client.ts", "frontend/src/api/index.ts",
         "frontend/vite.config.js", "openapi.yaml")  # fmt: skip


@guarded("frontend_coder")
async def frontend_coder(state: BuildState) -> Update:
    """Asks for the whole page, with the client that it must use."""
    return await write_component(state, "frontend", "frontend_coder", SHOWN)
