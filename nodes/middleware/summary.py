"""What a node did, in a few words: for the live view, Studio's stream and the report's timeline."""

from __future__ import annotations

from graph.state import BuildState, DecisionState
from nodes.resources import plan_of


def summary_of(node: str, update: BuildState) -> str:
    """A short sentence about an update; empty if the node's end says it all."""
    if node == "planner" and update.get("plan"):
        plan = plan_of(update)
        names = ", ".join(entity.name for entity in plan.entities)
        return f"{plan.title}: {names}; {len(plan.operations)} operations"
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
    if node == "finish":
        verdict = update.get("result", {}).get("verdict")
        return str(verdict["summary"]) if verdict else ""
    return ""


def _decision(decision: DecisionState | None) -> str:
    if decision is None:
        return ""
    if not decision["scope"]:
        return decision["outcome"]
    components = " and ".join(decision["components"])
    return f"{decision['outcome']}: {decision['scope']} of {components}"
