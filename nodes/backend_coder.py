"""backend_coder: writes the Go backend."""

from __future__ import annotations

from graph.services import Services
from graph.state import BuildState
from nodes.asking.component import write_component

SHOWN = ("openapi.yaml", "backend/go.mod")


async def backend_coder(state: BuildState, services: Services) -> BuildState:
    """Asks for the whole backend, with the document and the manifest that it must keep to."""
    return await write_component(state, services, "backend", SHOWN)
