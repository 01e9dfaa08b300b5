"""planner: turns the request into a plan that type-checks."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from graph.state import BuildState, Settings, Usage, add_usage
from nodes.asking import ask_role
from nodes.emit import emit
from nodes.errors import BadRequest
from nodes.guard import Update, guarded
from workbench.evidence.events import PlanReady
from workbench.llm.blocks import Block
from workbench.llm.errors import ModelFailed
from workbench.openapi.normalising import normalise
from workbench.plan.access_checks import PlanProblem
from workbench.plan.system import Storage, SystemPlan
from workbench.planning.acceptance import (
    ImpossiblePlan,
    accept_plan,
    unproven_by_plan,
)
from workbench.planning.contradiction import contradiction
from workbench.planning.plan_data import UnreadablePlan, read_plan

MAX_REPAIR_TURNS = 2
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n\s*```\s*$", re.S)


@guarded("planner")
async def planner(state: BuildState) -> Update:
    """Asks for a plan; sends an impossible one back with the reason, at most twice."""
    feedback = state.get("plan_feedback", "")
    usage: dict[str, Usage] = {}
    document = await asyncio.to_thread(_document, state["settings"])
    for turn in range(MAX_REPAIR_TURNS + 1):
        blocks = [
            Block("task", "plan"),
            Block("request", state["request"]),
            Block("storage", state["settings"]["storage"]),
        ]
        if document is not None:
            blocks.append(Block("openapi", document))
        if feedback:
            blocks.append(Block("feedback", feedback))
        answer, spent = await ask_role(
            state, "planner", "planner", blocks,
            before=usage, feedback=feedback, has_document=document is not None,
        )  # fmt: skip
        usage = add_usage(usage, spent)
        try:
            plan = await asyncio.to_thread(
                _plan, answer.blocks, answer.problem, state["settings"], document
            )
        except ImpossiblePlan as error:
            feedback = str(error)
            if turn == MAX_REPAIR_TURNS:
                raise ModelFailed(
                    state["settings"]["models"]["planner"], f"no plan that can be built: {feedback}"
                ) from error
            continue
        emit(
            PlanReady(
                name=plan.name,
                title=plan.title,
                entities=[entity.name for entity in plan.entities],
                operations=len(plan.operations),
                scenarios=len(plan.scenarios),
                unproven=unproven_by_plan(plan),
                repairs=[] if document is None else list(normalise(document).repairs),
            )
        )
        return {"plan": plan.model_dump(mode="json"), "plan_feedback": "", "usage": usage}
    raise AssertionError("the loop returns or raises")


def _document(settings: Settings) -> str | None:
    """The client's own document as it was given. Blocks."""
    return Path(settings["openapi"]).read_bytes().decode() if settings["openapi"] else None


def _plan(
    blocks: list[Block], problem: str, settings: Settings, document: str | None
) -> SystemPlan:
    """The accepted plan. Raises `ImpossiblePlan`, or `BadRequest` for a refusal. Blocks.

    Storage and the dependencies that are allowed are the user's to say, not the model's.
    """
    for block in blocks:
        if block.kind == "refusal":
            raise BadRequest(block.text.strip())
        if block.kind == "plan":
            fenced = _FENCE.match(block.text)
            try:
                data = read_plan(fenced[1] if fenced else block.text)
            except UnreadablePlan as error:
                raise _impossible("plan", str(error)) from error
            decided = {
                "storage": Storage(settings["storage"]),
                "dependencies": settings["dependencies"],
            }
            plan = accept_plan(data, document).model_copy(update=decided)
            against_itself = contradiction(plan)
            if against_itself is not None:
                raise _impossible("scenarios", against_itself)
            return plan
    raise _impossible("answer", problem or "there is no plan block")


def _impossible(where: str, message: str) -> ImpossiblePlan:
    return ImpossiblePlan([PlanProblem(where, message)])
