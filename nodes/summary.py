"""What a node did, in a few words: for the live view, Studio's stream and the report's timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def summary_of(node: str, update: Mapping[str, Any]) -> str:
    """A short sentence about an update; empty where the node's end says it all."""
    if update.get("stop"):
        return f"stopped: {update['stop']['message']}"
    if node == "planner" and update.get("plan"):
        plan = update["plan"]
        names = ", ".join(entity["name"] for entity in plan["entities"])
        return f"{plan['title']}: {names}; {len(plan['operations'])} operations"
    if node in ("backend_coder", "frontend_coder", "debugger"):
        drafts = [draft for draft in update.get("drafts", {}).values() if draft is not None]
        problems = [problem for draft in drafts for problem in draft["problems"]]
        return problems[0] if problems else "answer applied"
    if node == "judge" and update.get("decision"):
        decision = update["decision"]
        components = f" of {' and '.join(decision['components'])}" if decision["scope"] else ""
        return f"{decision['outcome']}{': ' + decision['scope'] if decision['scope'] else ''}{components}"
    if node == "installer":
        return "; ".join(update.get("notes", [])[:3])
    if node == "finish" and "verdict" in update.get("result", {}):
        return str(update["result"]["verdict"]["summary"])
    return ""
