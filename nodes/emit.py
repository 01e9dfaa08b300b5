"""Sends events to whoever listens, and keeps them with the run."""

from __future__ import annotations

from pydantic import BaseModel

from langgraph.config import get_stream_writer


def emit(event: BaseModel) -> None:
    """Puts an event on the graph's custom stream."""
    get_stream_writer()(event.model_dump(mode="json"))
