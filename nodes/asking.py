"""Asks a role's model, and keeps count."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from graph.state import BuildState, Usage
from nodes.emit import emit
from prompts import prompt
from workbench.blocks import Block
from workbench.evidence.events import ModelCalled
from workbench.models.calls import Answer, ask, new_nonce
from workbench.models.registry import chat_model


async def ask_role(
    state: BuildState, role: str, template: str, blocks: Sequence[Block], **values: object
) -> tuple[Answer, dict[str, Usage]]:
    """The answer and the usage update. Raises `ModelFailed`."""
    model = state["settings"]["model"]
    nonce = new_nonce()
    chat = await asyncio.to_thread(chat_model, model)
    text = await asyncio.to_thread(prompt, template, blocks, nonce, **values)
    answer = await ask(chat, model, text, nonce)
    emit(
        ModelCalled(
            role=role, model=model,
            input_tokens=answer.input_tokens, output_tokens=answer.output_tokens,
        )
    )  # fmt: skip
    usage = Usage(
        calls=answer.calls, input_tokens=answer.input_tokens, output_tokens=answer.output_tokens
    )
    return answer, {role: usage}
