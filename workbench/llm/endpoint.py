"""One exchange with a chat model: streamed, retried if useful, with a class for each failure."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, BaseMessageChunk
from langchain_core.messages.ai import add_ai_message_chunks

from workbench.llm import errors
from workbench.llm.limits import MAX_RETRIES, STREAM_TRIES
from workbench.llm.registry import CONNECT_SECONDS, is_endpoint
from workbench.llm.retrying import RequestBudget, served

CHARACTERS_PER_TOKEN = 3  # below what tokenisers reach on code, so that estimates are not too low

# A reasoning model may think for minutes before its first token.
FIRST_TOKEN_SECONDS = 900.0
NEXT_TOKEN_SECONDS = 120.0
WAITING_SECONDS = 30.0  # how often `on_waiting` is called while nothing arrives

TextListener = Callable[[str], None]
WaitListener = Callable[[float], None]


@dataclass(frozen=True)
class Reply:
    """The reply; token counts are estimates if the endpoint reports none."""

    text: str
    finish: str
    input_tokens: int
    output_tokens: int
    refusal: str = ""
    has_tool_calls: bool = False


def estimate_tokens(text: str) -> int:
    """An upper estimate of the tokens in a text."""
    return len(text) // CHARACTERS_PER_TOKEN + 1


async def converse(
    chat: BaseChatModel,
    model: str,
    messages: Sequence[BaseMessage],
    *,
    max_output: int,
    requests: RequestBudget,
    on_text: TextListener,
    on_waiting: WaitListener,
) -> Reply:
    """Sends the messages and collects the streamed answer; `on_text` gets each piece of text.

    `on_waiting` gets the seconds for which nothing has arrived, every `WAITING_SECONDS`.

    An answer that breaks off is requested again, at most `STREAM_TRIES` times. Raises the
    `ModelFailed` of the failure.
    """
    if not is_endpoint(model):
        requests.take(model)
        stream = chat.astream(list(messages))
        return _reply(messages, await _gather(model, stream, on_text, on_waiting))

    async def stream_once() -> AIMessageChunk:
        stream = chat.astream(list(messages), max_tokens=max_output)
        return await _gather(model, stream, on_text, on_waiting)

    for _ in range(STREAM_TRIES):
        gathered = await _ask_endpoint(model, requests, stream_once)
        if gathered is None:
            continue
        reply = _reply(messages, gathered)
        if not reply.text and not reply.has_tool_calls:
            reply = await _ask_plainly(chat, model, messages, max_output, reply, requests)
        if reply.refusal or reply.finish == "content_filter":
            raise errors.ModelRefused(model, reply.refusal or "its content filter stopped it")
        return reply
    raise errors.StreamDropped(model, STREAM_TRIES)


async def _gather(
    model: str,
    stream: AsyncIterator[BaseMessageChunk],
    on_text: TextListener,
    on_waiting: WaitListener,
) -> AIMessageChunk:
    """All chunks as one. Raises `EndpointTimeout` when a token does not come in time."""
    chunks: list[AIMessageChunk] = []
    while True:
        limit = NEXT_TOKEN_SECONDS if chunks else FIRST_TOKEN_SECONDS
        chunk = await _next(model, stream, limit, on_waiting)
        if chunk is None:
            return add_ai_message_chunks(AIMessageChunk(content=""), *chunks)
        assert isinstance(chunk, AIMessageChunk)
        chunks.append(chunk)
        on_text(str(chunk.text))


async def _next(
    model: str, stream: AsyncIterator[BaseMessageChunk], limit: float, on_waiting: WaitListener
) -> BaseMessageChunk | None:
    """The next chunk, None at the end. Raises `EndpointTimeout` after `limit` seconds."""
    pending = asyncio.ensure_future(anext(stream, None))
    waited = 0.0
    try:
        while waited < limit:
            step = min(WAITING_SECONDS, limit - waited)
            done, _ = await asyncio.wait({pending}, timeout=step)
            if done:
                return pending.result()
            waited += step
            on_waiting(waited)
    finally:
        pending.cancel()
    raise errors.EndpointTimeout(model, limit)


async def _ask_endpoint(
    model: str, requests: RequestBudget, stream_once: Callable[[], Awaitable[AIMessageChunk]]
) -> AIMessageChunk | None:
    """The answer, or None if it broke off. Raises `ModelFailed`."""
    with _named(model) as broken:
        gathered = await served(model, requests, stream_once)
    if broken.off:
        return None
    if "finish_reason" not in gathered.response_metadata:
        if not gathered.text and not gathered.tool_calls and not gathered.usage_metadata:
            raise errors.NotAnAnswer(model, "it has no answer")
        return None
    return gathered


async def _ask_plainly(
    chat: BaseChatModel,
    model: str,
    messages: Sequence[BaseMessage],
    max_output: int,
    empty: Reply,
    requests: RequestBudget,
) -> Reply:
    """Repeats a request with an empty stream without streaming: only then are refusals reported."""
    plain = chat.model_copy(update={"disable_streaming": True})
    with _named(model) as broken:
        message = await served(
            model, requests, lambda: plain.ainvoke(list(messages), max_tokens=max_output)
        )
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
    """Whether an answer broke off after its start."""

    off: bool = False


@contextmanager
def _named(model: str) -> Iterator[_Broken]:
    """Maps the client's exceptions to `ModelFailed`; one in the middle of an answer is only recorded."""
    import openai

    broken = _Broken()
    breaking_off: tuple[type[Exception], ...] = (openai.APIError, *_transport_errors())
    try:
        yield broken
    except openai.APITimeoutError as error:
        raise errors.EndpointTimeout(model, CONNECT_SECONDS) from error
    except openai.APIConnectionError as error:
        raise errors.EndpointDown(model, "no connection") from error
    except openai.APIStatusError as error:
        raise _status(model, error.status_code, error.message) from error
    except breaking_off:
        broken.off = True
    except (OverflowError, ExceptionGroup) as error:
        # an address that `client_settings` takes for one, and the connection does not
        raise errors.EndpointDown(model, f"no connection: {_innermost(error)}") from error
    except ValueError as error:
        # langchain raises this for a reply without chunks, json for one that is not JSON
        raise errors.NotAnAnswer(model, "it has no answer") from error


def _innermost(error: Exception) -> Exception:
    """The first exception in a group of them."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _transport_errors() -> tuple[type[Exception], ...]:
    """The exceptions of a lost connection: openai's client uses httpx, or httpx2 in recent versions."""
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
