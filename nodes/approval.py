"""approval: stops for a person where the run asks for it; else lets the plan through."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from langgraph.types import interrupt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.state import BuildState, Step, Stop
from nodes.guard import Update, guarded
from workbench.plan.system import Storage
from workbench.planning.acceptance import ImpossiblePlan, accept_plan


class PlanApproval(BaseModel):
    """What a person may answer to a plan."""

    model_config = ConfigDict(extra="forbid")

    decision: str = Field(description="approve, edit or reject", pattern="^(approve|edit|reject)$")
    plan: dict[str, Any] | None = Field(default=None, description="edit: the whole changed plan")
    reason: str = Field(
        default="", description="reject: what to do differently; empty ends the run"
    )


async def approval(state: BuildState) -> Update:
    """Approves, takes an edited plan, or sends a rejected one back to the planner.

    The server does not enforce an interrupt's schema, so an answer that does not fit asks again.
    """
    if state.get("stop") is not None:
        return {}
    if not state["settings"]["approve"]:
        return await _pass(state)
    complaint = ""
    while True:
        answer = interrupt(
            {
                "plan": state["plan"],
                "complaint": complaint,
                "response_schema": PlanApproval.model_json_schema(),
            }
        )
        try:
            now = time.time()
            step = Step(node="approval", start=now, end=now, summary="")
            approved = PlanApproval.model_validate(answer)
            return await asyncio.to_thread(_apply, state, approved) | {"timeline": [step]}
        except (ValidationError, ImpossiblePlan) as error:
            complaint = str(error)


@guarded("approval")
async def _pass(state: BuildState) -> Update:
    return {}


def _apply(state: BuildState, answer: PlanApproval) -> Update:
    if answer.decision == "reject":
        if not answer.reason.strip():
            message = "the plan was rejected without a reason"
            return {"stop": Stop(kind="rejected", message=message, exit_code=1), "plan": {}}
        return {"plan_feedback": f"A person rejected the plan: {answer.reason}", "plan": {}}
    if answer.decision == "edit":
        storage = Storage(state["settings"]["storage"])
        document = state["plan"].get("document")  # the client's, not to be edited
        plan = accept_plan(answer.plan or {}, document).model_copy(update={"storage": storage})
        return {"plan": plan.model_dump(mode="json")}
    return {}
