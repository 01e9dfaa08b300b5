"""Asks a role for blocks; continues an answer that was cut off, and asks again for an unreadable one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from workbench.llm.blocks import Block, UnreadableAnswer, join_cut_off, read_blocks
from workbench.llm.caller import Caller
from workbench.llm.endpoint import Reply
from workbench.llm.limits import CONTINUATIONS, REPAIR_TURNS

CONTINUE = (
    "Your answer was cut off by the length limit. Go on exactly where it ends, in the middle of a "
    "line if need be. Repeat nothing, explain nothing."
)


@dataclass(frozen=True)
class Answer:
    """The blocks of an answer.

    `complaints` are the reasons for which the model was asked again; `problem` is the last of them
    where no block could be read in the end.
    """

    blocks: list[Block]
    complaints: tuple[str, ...] = ()
    problem: str = ""


def new_nonce() -> str:
    """A delimiter that no material can predict."""
    return secrets.token_hex(6)


async def ask(caller: Caller, prompt: str, nonce: str) -> Answer:
    """Asks the model, and once more, with the reason, if the answer cannot be read.

    Raises `ModelFailed` when the endpoint cannot answer at all, `BudgetReached` when the call
    could exceed a limit.
    """
    messages: list[BaseMessage] = [HumanMessage(prompt)]
    complaints: list[str] = []
    for _ in range(REPAIR_TURNS + 1):
        replies = await _whole(caller, messages, nonce)
        text = join_cut_off([reply.text for reply in replies], nonce)
        try:
            blocks = _readable(replies[-1], text, nonce)
        except UnreadableAnswer as error:
            complaints.append(error.reason)
            turn = f"{error.reason}. Answer again, with nothing but blocks as described above."
            # The material is repeated in the last message: some models read only that.
            messages = [HumanMessage(prompt), AIMessage(text), HumanMessage(f"{turn}\n\n{prompt}")]
            continue
        return Answer(blocks, tuple(complaints))
    return Answer([], tuple(complaints), complaints[-1])


async def _whole(caller: Caller, messages: list[BaseMessage], nonce: str) -> list[Reply]:
    """The reply and, if the length limit cut it off, its continuations."""
    replies = [await caller.send(messages, nonce)]
    while replies[-1].finish == "length" and len(replies) <= CONTINUATIONS:
        joined = join_cut_off([reply.text for reply in replies], nonce)
        going_on = [*messages, AIMessage(joined), HumanMessage(CONTINUE)]
        replies.append(await caller.send(going_on, nonce))
    return replies


def _readable(last: Reply, text: str, nonce: str) -> list[Block]:
    if not text.strip():
        wanted = "a tool was called; none is offered" if last.has_tool_calls else "it is empty"
        raise UnreadableAnswer(f"the answer cannot be used: {wanted}", text)
    return read_blocks(text, nonce)
