"""Stackwright: from a request in plain words to a running, verified Go + React system.

Importing costs little: the graph and its libraries are loaded by the first call.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import StackwrightError

__version__ = "0.1.0"
__all__ = [
    "BuildOptions",
    "BuildResult",
    "Event",
    "PlanQuestion",
    "PlanResult",
    "StackwrightError",
    "Verdict",
    "abuild",
    "aplan",
    "aresume",
    "averify",
    "build",
    "plan",
    "resume",
    "verify",
]

if TYPE_CHECKING:
    from graph.context import BuildOptions
    from stackwright.api import abuild, aplan, aresume, averify, build, plan, resume, verify
    from stackwright.questions import PlanQuestion
    from stackwright.results import BuildResult, PlanResult
    from workbench.evidence.events import Event
    from workbench.evidence.verdict import Verdict

_HOMES = {
    "BuildOptions": "graph.context",
    "BuildResult": "stackwright.results",
    "PlanQuestion": "stackwright.questions",
    "PlanResult": "stackwright.results",
    "Event": "workbench.evidence.events",
    "Verdict": "workbench.evidence.verdict",
}
_FUNCTIONS = ("abuild", "aplan", "aresume", "averify", "build", "plan", "resume", "verify")


def _refuse_shadows() -> None:
    """Our top-level packages have short names; a foreign one in front of them must be named."""
    home = Path(__file__).resolve().parent.parent
    for name in ("graph", "nodes", "prompts"):
        spec = importlib.util.find_spec(name)
        origin = Path(spec.origin).resolve() if spec is not None and spec.origin else None
        if origin is None or origin.parent != home / name:
            where = origin or "nothing"
            raise ImportError(
                f"stackwright needs its own package {name!r}, but {where} is found in its place; "
                "rename it, or take its folder off the import path"
            )


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name) or ("stackwright.api" if name in _FUNCTIONS else None)
    if home is None:
        raise AttributeError(f"module 'stackwright' has no attribute {name!r}")
    return getattr(importlib.import_module(home), name)


_refuse_shadows()
