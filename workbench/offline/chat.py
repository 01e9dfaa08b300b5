"""The offline model as a LangChain chat model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from workbench.llm.blocks import Block, read_blocks, write_blocks
from workbench.offline.skills import answer

_NONCE = re.compile(r"^<<<begin (\w+) task>>>$", re.M)
PIECE = 4_000  # characters: a few files' worth, as a stream would bring them


class OfflineChat(BaseChatModel):
    """Fills in templates by fixed rules; it is not a language model and says so."""

    @property
    def _llm_type(self) -> str:
        return "stackwright-offline"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        message = AIMessage(content=self._text(messages))
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        text = self._text(messages)
        for start in range(0, len(text), PIECE):
            piece = AIMessageChunk(content=text[start : start + PIECE])
            yield ChatGenerationChunk(message=piece)

    def _text(self, messages: list[BaseMessage]) -> str:
        prompt = str(messages[-1].content)
        begin = _NONCE.search(prompt)
        if begin is None:
            raise ValueError("the offline model answers only prompts with a task block")
        return self.reply(read_blocks(prompt, begin[1]), begin[1])

    def reply(self, blocks: list[Block], nonce: str) -> str:
        """The text of the answer to a prompt's blocks."""
        return write_blocks(answer(blocks), nonce)
