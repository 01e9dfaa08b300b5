"""planner: turns the request into a plan that passes its checks."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from graph.context import Settings
from graph.services import Services
from graph.state import BuildState
from nodes.asking.role import Asker
from nodes.emit import emit
from nodes.resources import settings_of
from workbench.errors import InputError
from workbench.evidence.events import PlanReady
from workbench.llm.blocks import Block
from workbench.llm.calls import Answer
from workbench.llm.errors import NoPlan
from workbench.openapi.normalising import normalise
from workbench.plan.problem import PlanProblem
from workbench.plan.system import Storage, SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan, unproven_by_plan
from workbench.planning.contradiction import contradiction
from workbench.planning.plan_data import UnreadablePlan, read_plan

MAX_REPAIR_TURNS = 2
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n\s*```\s*$", re.S)


async def planner(state: BuildState, services: Services) -> BuildState:
    """Asks for a plan; sends an impossible one back with the reason, at most twice."""
    settings = settings_of(state)
    feedback = state.get("plan_feedback", "")
    document = await asyncio.to_thread(_document, settings)
    asker = await Asker.of(state, services, "planner")
    for _ in range(MAX_REPAIR_TURNS + 1):
        answer = await asker.ask(
            "planner", _material(state, settings, document, feedback),
            feedback=feedback, has_document=document is not None,
        )  # fmt: skip
        try:
            plan = await asyncio.to_thread(_plan, answer, settings, document)
        except ImpossiblePlan as error:
            feedback = str(error)
            continue
        emit(_ready(plan, document))
        return {
            "plan": plan.model_dump(mode="json"),
            "plan_feedback": "",
            "usage": {asker.role: asker.usage},
        }
    raise NoPlan(settings.models["planner"], feedback)


def _document(settings: Settings) -> str | None:
    """The client's own document as it was given. Blocks."""
    return Path(settings.openapi).read_bytes().decode() if settings.openapi else None


def _material(
    state: BuildState, settings: Settings, document: str | None, feedback: str
) -> list[Block]:
    blocks = [
        Block("task", "plan"),
        Block("request", state["request"]),
        Block("storage", settings.storage),
    ]
    if document is not None:
        blocks.append(Block("openapi", document))
    if feedback:
        blocks.append(Block("feedback", feedback))
    return blocks


def _plan(answer: Answer, settings: Settings, document: str | None) -> SystemPlan:
    """The accepted plan. Raises `ImpossiblePlan`, or `InputError` for a refusal. Blocks.

    Storage and allowed dependencies are set by the user, not by the model.
    """
    for block in answer.blocks:
        if block.kind == "refusal":
            raise InputError(" ".join(block.text.split()))
        if block.kind == "plan":
            plan = accept_plan(_parsed(block.text), document).model_copy(
                update={
                    "storage": Storage(settings.storage),
                    "dependencies": settings.allow_dependency,
                }
            )
            problem = contradiction(plan)
            if problem is not None:
                raise _impossible("scenarios", problem)
            return plan
    raise _impossible("answer", answer.problem or "there is no plan block")


def _parsed(text: str) -> object:
    fenced = _FENCE.match(text)
    try:
        return read_plan(fenced[1] if fenced else text)
    except UnreadablePlan as error:
        raise _impossible("plan", str(error)) from error


def _impossible(where: str, message: str) -> ImpossiblePlan:
    return ImpossiblePlan([PlanProblem(where, message)])


def _ready(plan: SystemPlan, document: str | None) -> PlanReady:
    return PlanReady(
        name=plan.name,
        title=plan.title,
        entities=[entity.name for entity in plan.entities],
        operations=len(plan.operations),
        scenarios=len(plan.scenarios),
        unproven=unproven_by_plan(plan),
        repairs=[] if document is None else list(normalise(document).repairs),
    )
