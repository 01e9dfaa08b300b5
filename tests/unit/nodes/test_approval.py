"""A person can approve a plan, edit it, or send it back; an answer that does not fit asks again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from graph.build import Compiled, build_graph
from graph.context import BuildContext
from tests.support.services import FakeGates, fake_services
from workbench.offline.chat import OfflineChat

CONTEXT = BuildContext(model="offline")
SERVICES = replace(
    fake_services(FakeGates(), OfflineChat()), providers={"offline": lambda _name: OfflineChat()}
)
CONFIG: RunnableConfig = {"configurable": {"thread_id": "1"}}


class Conversation:
    """One thread of the graph, up to the plan's approval and no further than the contract."""

    def __init__(self) -> None:
        self.graph: Compiled = build_graph(InMemorySaver(), SERVICES)

    async def say(self, message: Any) -> Any:
        """Runs until the next interrupt, the contract, or the end; the interrupt's value, or state."""
        await self.graph.ainvoke(
            message, CONFIG, context=CONTEXT, interrupt_before=["contract"], durability="sync"
        )
        state = await self.graph.aget_state(CONFIG)
        if state.interrupts:
            return state.interrupts[0].value
        return {"next": state.next, **state.values}


@pytest.fixture
async def conversation() -> Conversation:
    started = Conversation()
    asked = await started.say({"request": "A notes app", "approve": True, "storage": "memory"})
    assert asked["plan"]["entities"][0]["name"] == "Note"
    assert asked["response_schema"]["properties"].keys() == {"decision", "plan", "reason"}
    return started


async def test_approving_leads_to_the_contract(conversation: Conversation) -> None:
    state = await conversation.say(Command(resume={"decision": "approve"}))
    assert state["next"] == ("contract",)


async def test_an_edited_plan_is_the_one_that_is_built(conversation: Conversation) -> None:
    plan = (await conversation.graph.aget_state(CONFIG)).values["plan"]
    plan = {**plan, "title": "My notes"}
    state = await conversation.say(Command(resume={"decision": "edit", "plan": plan}))
    assert state["next"] == ("contract",)
    assert state["plan"]["title"] == "My notes"


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "edit", "plan": {"name": "x"}}, "entities"),
        ("yes", "PlanApproval"),
    ],
)
async def test_an_answer_that_does_not_fit_asks_again(
    conversation: Conversation, answer: Any, complaint: str
) -> None:
    asked = await conversation.say(Command(resume=answer))
    assert complaint in asked["complaint"]
    state = await conversation.say(Command(resume={"decision": "approve"}))
    assert state["next"] == ("contract",)


async def test_a_rejection_with_a_reason_goes_back_to_the_planner(
    conversation: Conversation,
) -> None:
    asked = await conversation.say(Command(resume={"decision": "reject", "reason": "add a title"}))
    assert asked["plan"]["entities"][0]["name"] == "Note"
    assert (await conversation.graph.aget_state(CONFIG)).values["usage"]["planner"]["calls"] == 2


async def test_a_rejection_without_a_reason_ends_the_run(conversation: Conversation) -> None:
    state = await conversation.say(Command(resume={"decision": "reject"}))
    assert state["next"] == ()
    assert state["result"]["error"]["kind"] == "rejected"
