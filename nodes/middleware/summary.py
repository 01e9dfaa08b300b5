"""What a node did, in a few words: for the live view, Studio's stream and the report's timeline."""

from __future__ import annotations

from typing import Any

from graph.state import BuildState


def summary_of(node: str, update: BuildState) -> str:
    """A short sentence about an update; empty if the node's end says it all."""
    if node == "planner" and update.get("plan"):
        plan = update["plan"]
        names = ", ".join(entity["name"] for entity in plan["entities"])
        return f"{plan['title']}: {names}; {len(plan['operations'])} operations"
    if node in ("backend_coder", "frontend_coder", "debugger"):
        problems = [p for draft in update.get("drafts", {}).values() for p in draft["problems"]]
        if problems:
            return problems[0]
        return (
            "answer applied"
            if update.get("usage")
            else "the scaffold is complete; no model was asked"
        )
    if node == "judge":
        return _decision(update.get("decision"))
    if node == "installer":
        return "; ".join(update.get("notes", [])[:3])
    if node == "finish" and "verdict" in update.get("result", {}):
        return str(update["result"]["verdict"]["summary"])
    return ""


def _decision(decision: Any) -> str:
    if not decision:
        return ""
    if not decision["scope"]:
        return str(decision["outcome"])
    components = " and ".join(decision["components"])
    return f"{decision['outcome']}: {decision['scope']} of {components}"
