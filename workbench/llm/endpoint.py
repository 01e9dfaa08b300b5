"""One exchange with a chat model: streamed, retried where that helps, failures with a name."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import add_ai_message_chunks

from workbench.llm import errors
from workbench.llm.registry import MAX_RETRIES, REQUEST_SECONDS, is_endpoint

STREAM_TRIES = 3
CHARACTERS_PER_TOKEN = 3  # below what tokenisers reach on code, so that estimates are not too low

Listener = Callable[[str], None]


@dataclass(frozen=True)
class Reply:
    """What came back; token counts are estimates where the endpoint told none."""

    text: str
    finish: str
    input_tokens: int
    output_tokens: int
    refusal: str = ""
    has_tool_calls: bool = False


def estimate_tokens(text: str) -> int:
    """An upper guess of the tokens in a text."""
    return len(text) // CHARACTERS_PER_TOKEN + 1


async def converse(
    chat: BaseChatModel,
    model: str,
    messages: Sequence[BaseMessage],
    *,
    max_output: int,
    listen: Listener,
) -> Reply:
    """Sends the messages and gathers the streamed answer; `listen` hears each piece of text.

    An answer that breaks off is asked for again, `STREAM_TRIES` times at most. Raises a
    `ModelFailed` that names what went wrong.
    """
    if not is_endpoint(model):
        return _reply(messages, await _gather(chat, messages, listen))
    for _ in range(STREAM_TRIES):
        gathered = await _ask_endpoint(chat, model, messages, max_output, listen)
        if gathered is None:
            continue
        reply = _reply(messages, gathered)
        if not reply.text and not reply.has_tool_calls:
            reply = await _ask_plainly(chat, model, messages, max_output, reply)
        if reply.refusal or reply.finish == "content_filter":
            raise errors.ModelRefused(model, reply.refusal or "its content filter stopped it")
        return reply
    raise errors.StreamDropped(model, STREAM_TRIES)


async def _gather(
    chat: BaseChatModel, messages: Sequence[BaseMessage], listen: Listener, **options: Any
) -> AIMessageChunk:
    chunks: list[AIMessageChunk] = []
    async for chunk in chat.astream(list(messages), **options):
        assert isinstance(chunk, AIMessageChunk)
        chunks.append(chunk)
        listen(str(chunk.text))
    return add_ai_message_chunks(AIMessageChunk(content=""), *chunks)


async def _ask_endpoint(
    chat: BaseChatModel,
    model: str,
    messages: Sequence[BaseMessage],
    max_output: int,
    listen: Listener,
) -> AIMessageChunk | None:
    """The answer, or None when it broke off. Raises `ModelFailed`."""
    with _named(model) as broken:
        gathered = await _gather(chat, messages, listen, max_tokens=max_output)
    if broken.off:
        return None
    if "finish_reason" not in gathered.response_metadata:
        if not gathered.text and not gathered.tool_calls and not gathered.usage_metadata:
            raise errors.NotAnAnswer(model, "it holds no answer at all")
        return None
    return gathered


async def _ask_plainly(
    chat: BaseChatModel, model: str, messages: Sequence[BaseMessage], max_output: int, empty: Reply
) -> Reply:
    """An empty stream, asked for once more in one piece: refusals are told only there."""
    plain = chat.model_copy(update={"disable_streaming": True})
    with _named(model) as broken:
        message = await plain.ainvoke(list(messages), max_tokens=max_output)
    if broken.off:
        return empty
    reply = _reply(messages, message)
    return replace(
        reply,
        input_tokens=empty.input_tokens + reply.input_tokens,
        output_tokens=empty.output_tokens + reply.output_tokens,
    )


@dataclass
class _Broken:
    """Whether an answer broke off after it had begun."""

    off: bool = False


@contextmanager
def _named(model: str) -> Iterator[_Broken]:
    """Gives the client's exceptions their names; one in the middle of an answer is noted only."""
    import openai

    broken = _Broken()
    breaking_off: tuple[type[Exception], ...] = (openai.APIError, *_transport_errors())
    try:
        yield broken
    except openai.APITimeoutError as error:
        raise errors.EndpointTimeout(model, REQUEST_SECONDS) from error
    except openai.APIConnectionError as error:
        raise errors.EndpointDown(model, "no connection") from error
    except openai.APIStatusError as error:
        raise _status(model, error.status_code, error.message) from error
    except breaking_off:
        broken.off = True
    except ValueError as error:
        # langchain's word for a reply without a single chunk, and json's for one that is not JSON
        raise errors.NotAnAnswer(model, "it holds no answer at all") from error


def _transport_errors() -> tuple[type[Exception], ...]:
    """What a dying connection raises: openai's client was made with httpx, and lately with httpx2."""
    loaded = (sys.modules.get(name) for name in ("httpx", "httpx2"))
    return tuple(library.TransportError for library in loaded if library is not None)


def _status(model: str, status: int, said: str) -> errors.ModelFailed:
    if status in (401, 403):
        return errors.KeyRefused(model)
    if status == 404:
        return errors.ModelNotServed(model)
    if status == 429:
        return errors.RateLimited(model, MAX_RETRIES + 1)
    if status >= 500:
        return errors.EndpointDown(model, f"{status} to {MAX_RETRIES + 1} tries")
    return errors.RequestRefused(model, status, " ".join(said.split())[:300])


def _reply(messages: Sequence[BaseMessage], gathered: AIMessage) -> Reply:
    usage = gathered.usage_metadata
    text = str(gathered.text)
    asked = "".join(str(message.content) for message in messages)
    counted = usage is not None and usage["input_tokens"] + usage["output_tokens"] > 0
    return Reply(
        text=text,
        finish=str(gathered.response_metadata.get("finish_reason", "stop")),
        input_tokens=usage["input_tokens"] if usage and counted else estimate_tokens(asked),
        output_tokens=usage["output_tokens"] if usage and counted else estimate_tokens(text),
        refusal=str(gathered.additional_kwargs.get("refusal") or ""),
        has_tool_calls=bool(gathered.tool_calls or gathered.invalid_tool_calls),
    )
