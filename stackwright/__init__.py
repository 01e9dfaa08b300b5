"""Stackwright: from a request in plain words to a running, verified Go + React system.

Importing costs little: the graph and its libraries are loaded by the first call.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["BuildResult", "StackwrightError", "abuild", "averify", "build", "verify"]

if TYPE_CHECKING:
    from stackwright.api import abuild, averify, build, verify
    from stackwright.results import BuildResult, StackwrightError


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
    if name in ("abuild", "averify", "build", "verify"):
        from stackwright import api

        return getattr(api, name)
    if name in ("BuildResult", "StackwrightError"):
        from stackwright import results

        return getattr(results, name)
    raise AttributeError(f"module 'stackwright' has no attribute {name!r}")


_refuse_shadows()
