"""Sends events to whoever listens."""

from __future__ import annotations

from langgraph.config import get_stream_writer
from pydantic import BaseModel


def emit(event: BaseModel) -> None:
    """Puts an event on the graph's custom stream."""
    get_stream_writer()(event.model_dump(mode="json"))
