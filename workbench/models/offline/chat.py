"""The offline blueprint model as a LangChain chat model."""

from __future__ import annotations

import re
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from workbench.blocks import Block, read_blocks, write_blocks
from workbench.models.offline.skills import answer

_NONCE = re.compile(r"^<<<begin (\w+) task>>>$", re.M)


class BlueprintChat(BaseChatModel):
    """Fills in templates by fixed rules; it is not a language model and says so."""

    @property
    def _llm_type(self) -> str:
        return "stackwright-blueprint"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        prompt = str(messages[-1].content)
        begin = _NONCE.search(prompt)
        if begin is None:
            raise ValueError("the blueprint model answers prompts with a task block only")
        text = self.reply(read_blocks(prompt, begin[1]), begin[1])
        message = AIMessage(content=text)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def reply(self, blocks: list[Block], nonce: str) -> str:
        """The text of the answer to a prompt's blocks."""
        return write_blocks(answer(blocks), nonce)
