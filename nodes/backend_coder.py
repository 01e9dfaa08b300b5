"""backend_coder: writes the Go side."""

from __future__ import annotations

from graph.state import BuildState
from nodes.coding import write_component
from nodes.guard import Update, guarded


@guarded("backend_coder")
async def backend_coder(state: BuildState) -> Update:
    """Asks for the whole backend, with the document and the manifest that it must keep to."""
    return await write_component(
        state, "backend", "backend_coder", ("openapi.yaml", "backend/go.mod")
    )
