"""One call of a model: prompt blocks in, answer blocks out, failures with a name."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from workbench.blocks import Block, UnreadableAnswer, read_blocks

REPAIR_TURNS = 1


class ModelFailed(Exception):
    """A model could not be asked; the message says what to do about it."""

    def __init__(self, model: str, message: str) -> None:
        self.model = model
        super().__init__(f"{model}: {message}")


@dataclass(frozen=True)
class Answer:
    """The blocks of an answer and what it took.

    `complaints` are the reasons for which the model was asked again; `problem` is the last of them
    where no block could be read in the end.
    """

    blocks: list[Block]
    calls: int
    input_tokens: int
    output_tokens: int
    complaints: tuple[str, ...] = ()
    problem: str = ""


def new_nonce() -> str:
    """A delimiter that no material can know beforehand."""
    return secrets.token_hex(6)


async def ask(chat: BaseChatModel, model: str, prompt: str, nonce: str) -> Answer:
    """Asks, and asks once more with the reason when the answer cannot be read.

    Raises `ModelFailed` when the endpoint cannot answer at all.
    """
    messages: list[BaseMessage] = [HumanMessage(prompt)]
    calls = input_tokens = output_tokens = 0
    complaints: list[str] = []
    for _ in range(REPAIR_TURNS + 1):
        message = await _invoke(chat, model, messages)
        calls += 1
        if message.usage_metadata is not None:
            input_tokens += message.usage_metadata["input_tokens"]
            output_tokens += message.usage_metadata["output_tokens"]
        text = str(message.text)
        try:
            blocks = read_blocks(text, nonce)
        except UnreadableAnswer as error:
            complaints.append(error.reason)
            turn = f"{error.reason}. Answer again, with nothing but blocks as described above."
            # The question stays the last message that carries material: some models read only that.
            messages = [HumanMessage(prompt), AIMessage(text), HumanMessage(f"{turn}\n\n{prompt}")]
            continue
        return Answer(blocks, calls, input_tokens, output_tokens, tuple(complaints))
    return Answer([], calls, input_tokens, output_tokens, tuple(complaints), complaints[-1])


async def _invoke(chat: BaseChatModel, model: str, messages: list[BaseMessage]) -> AIMessage:
    if not model.startswith("openai:"):
        return await chat.ainvoke(messages)
    import openai

    try:
        return await chat.ainvoke(messages)
    except openai.AuthenticationError as error:
        raise ModelFailed(model, "the key was refused; check OPENAI_API_KEY") from error
    except openai.NotFoundError as error:
        raise ModelFailed(model, "the endpoint does not know this model; check its name") from error
    except openai.RateLimitError as error:
        raise ModelFailed(model, "the endpoint's limit is reached; try again later") from error
    except openai.APIConnectionError as error:
        raise ModelFailed(model, "the endpoint does not answer; check OPENAI_BASE_URL") from error
    except openai.APIStatusError as error:
        raise ModelFailed(model, f"the endpoint answered {error.status_code}") from error
