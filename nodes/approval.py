"""approval: waits for a person if the run asks for it; else lets the plan pass."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

from langgraph.types import interrupt
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from graph.context import Settings
from graph.services import Services
from graph.state import BuildState, PlanState
from nodes.resources import plan_of, settings_of
from workbench.errors import PlanRejected
from workbench.plan.system import Storage, SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.words.plan import plan_in_words


class ApprovalRequest(BaseModel):
    """The value of the interrupt: the plan, why the last answer was invalid, and the possible answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    plan: dict[str, JsonValue]
    in_words: str = Field(
        description="the plan as readable text: everything that would be built, and its proofs"
    )
    complaint: str = Field(
        default="", description="why the last answer did not fit; empty at first"
    )
    response_schema: dict[str, JsonValue]


class PlanApproval(BaseModel):
    """What a person may answer to a plan."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["approve", "edit", "reject"] = Field(description="approve, edit or reject")
    plan: dict[str, Any] | None = Field(default=None, description="edit: the whole changed plan")
    reason: str = Field(
        default="", description="reject: what to do differently; empty ends the run"
    )


async def approval(state: BuildState, services: Services) -> BuildState:
    """Approves, takes an edited plan, or sends a rejected one back to the planner.

    The server does not enforce an interrupt's schema, so an answer that does not fit asks again.
    """
    settings = settings_of(state)
    if not settings.approve:
        return {}
    complaint = ""
    while True:
        answer = interrupt(_question(state["plan"], state["request"], complaint))
        try:
            approved = PlanApproval.model_validate(answer)
            return await asyncio.to_thread(_apply, state, settings, approved)
        except (ValidationError, ImpossiblePlan) as error:
            complaint = str(error)


def _question(plan: PlanState, request: str, complaint: str) -> dict[str, JsonValue]:
    words = plan_in_words(SystemPlan.model_validate(plan), request)
    schema = PlanApproval.model_json_schema()
    question = ApprovalRequest(
        plan=plan, in_words=words, complaint=complaint, response_schema=schema
    )
    return question.model_dump(mode="json")


def _apply(state: BuildState, settings: Settings, answer: PlanApproval) -> BuildState:
    if answer.decision == "reject":
        if not answer.reason.strip():
            raise PlanRejected("the plan was rejected without a reason")
        return {"plan_feedback": f"A person rejected the plan: {answer.reason}", "plan": {}}
    if answer.decision == "edit":
        document = plan_of(state).document  # the client's, not to be edited
        plan = accept_plan(answer.plan or {}, document)
        decided = plan.model_copy(update={"storage": Storage(settings.storage)})
        return {"plan": decided.model_dump(mode="json")}
    return {}
