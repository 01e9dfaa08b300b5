"""planner: turns the request into a plan that passes its checks."""

from __future__ import annotations

import asyncio

from graph.context import Settings
from graph.services import Services
from graph.state import BuildState
from nodes.asking.plan_stages import PlanConversation
from nodes.asking.role import Asker
from nodes.emit import emit
from nodes.resources import settings_of
from workbench.evidence.events import PlanReady
from workbench.host.untrusted.files import read_users_file
from workbench.llm.blocks import Block
from workbench.openapi.normalising import normalise
from workbench.openapi.reading.limits import MAX_BYTES
from workbench.plan.system import Storage, SystemPlan
from workbench.planning.acceptance import unproven_by_plan
from workbench.planning.coverage import not_covered
from workbench.planning.plan_file import accept_plan_file, read_plan_file


async def planner(state: BuildState, services: Services) -> BuildState:
    """Takes the plan of a file that the user gave, else asks a model for one, stage by stage."""
    settings = settings_of(state)
    document = await asyncio.to_thread(_document, settings)
    feedback = state.get("plan_feedback", "")
    if settings.plan and not feedback:
        plan = _decided(await asyncio.to_thread(_given, settings, document), settings)
        emit(_ready(plan, document, state["request"]))
        return {"plan": plan.model_dump(mode="json")}
    asker = await Asker.of(state, services, "planner")
    conversation = PlanConversation(
        asker, state["request"], _material(state, settings, document), document, feedback
    )
    plan = _decided(await conversation.plan(), settings)
    emit(_ready(plan, document, state["request"]))
    return {
        "plan": plan.model_dump(mode="json"),
        "plan_feedback": "",
        "usage": {asker.role: asker.usage},
    }


def _given(settings: Settings, document: str | None) -> SystemPlan:
    """The plan of the user's file. Does blocking I/O. Raises `InputError` with a line for each complaint."""
    file = read_plan_file(read_users_file(settings.plan, "--plan").decode("utf-8-sig"), "--plan")
    return accept_plan_file(file, "--plan", document)


def _decided(plan: SystemPlan, settings: Settings) -> SystemPlan:
    """The plan with the storage and the dependencies that the user decides, not the model."""
    storage = Storage(settings.storage)
    return plan.model_copy(update={"storage": storage, "dependencies": settings.allow_dependency})


def _document(settings: Settings) -> str | None:
    """The client's own document as it was given. Does blocking I/O."""
    if not settings.openapi:
        return None
    return read_users_file(settings.openapi, "--openapi", MAX_BYTES).decode()


def _material(state: BuildState, settings: Settings, document: str | None) -> list[Block]:
    blocks = [
        Block("task", "plan"),
        Block("request", state["request"]),
        Block("storage", settings.storage),
    ]
    if document is not None:
        blocks.append(Block("openapi", document))
    return blocks


def _ready(plan: SystemPlan, document: str | None, request: str) -> PlanReady:
    return PlanReady(
        name=plan.name,
        title=plan.title,
        entities=[entity.name for entity in plan.entities],
        operations=len(plan.operations),
        scenarios=len(plan.scenarios),
        unproven=unproven_by_plan(plan),
        not_covered=not_covered(plan, request),
        repairs=[] if document is None else list(normalise(document).repairs),
    )
