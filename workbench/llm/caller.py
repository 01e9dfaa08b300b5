"""The calls of one node, answered from the run's own recording, from a replay, or by the model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from workbench.llm.budget import SpendTracker
from workbench.llm.endpoint import (
    Reply,
    TextListener,
    WaitListener,
    converse,
    estimate_tokens,
)
from workbench.llm.errors import NotRecorded
from workbench.llm.prices import cost_usd
from workbench.llm.recording import NONCE, Drift, RecordedCall, Recording, drift_between
from workbench.llm.registry import is_endpoint
from workbench.llm.retrying import RequestBudget

REPLAY = "replay"


@dataclass(frozen=True)
class Exchange:
    """A finished call: its answer, and whether it was paid for now."""

    reply: Reply
    usd: Decimal | None
    from_recording: bool


def _ignore(_piece: str) -> None:
    return None


def _ignore_waiting(_seconds: float) -> None:
    return None


@dataclass
class Caller:
    """The calls of one role during one node. `ordinal` counts the role's calls over the whole run.

    `client` creates the chat model of a name. `own` is the recording of this run: a recorded call is
    not paid for again. `replayed`, if given, answers instead of `model`.
    `requests` limits the number of requests to the model, including all repetitions.
    """

    role: str
    model: str
    client: Callable[[str], BaseChatModel]
    base_url: str
    own: Recording
    tracker: SpendTracker
    ordinal: int
    requests: RequestBudget
    replayed: Recording | None = None
    replayed_from: str = ""
    on_text: TextListener = _ignore
    on_waiting: WaitListener = _ignore_waiting
    on_exchange: Callable[[Exchange], None] | None = None
    drifts: list[Drift] = field(default_factory=list)

    def take_drifts(self) -> list[Drift]:
        """The differences from the replayed requests since this method was last called."""
        drifts, self.drifts = self.drifts, []
        return drifts

    async def send(self, messages: Sequence[BaseMessage], nonce: str) -> Reply:
        """The reply to these messages. Raises `ModelFailed`, `BudgetReached`, `BrokenRecording`."""
        request = _written(messages).replace(nonce, NONCE)
        exchange = await self._recorded(request, nonce)
        if exchange is None:
            exchange = await self._ask(messages, request, nonce)
        self.ordinal += 1
        if self.on_exchange is not None:
            self.on_exchange(exchange)
        return exchange.reply

    async def _recorded(self, request: str, nonce: str) -> Exchange | None:
        own = await asyncio.to_thread(self.own.find, self.role, self.ordinal)
        if own is not None and own.request == request:
            return Exchange(_replied(own, nonce), Decimal(0), from_recording=True)
        if self.replayed is None:
            return None
        recorded = await asyncio.to_thread(self.replayed.find, self.role, self.ordinal)
        if recorded is None:
            raise NotRecorded(self.role, self.ordinal, self.replayed_from)
        drift = drift_between(recorded, request)
        if drift is not None:
            self.drifts.append(drift)
        await asyncio.to_thread(self.own.add, recorded.model_copy(update={"request": request}))
        return Exchange(_replied(recorded, nonce), Decimal(0), from_recording=True)

    async def _ask(self, messages: Sequence[BaseMessage], request: str, nonce: str) -> Exchange:
        chat = await asyncio.to_thread(self.client, self.model)
        reservation = self.tracker.reserve(estimate_tokens(request), self._cost)
        try:
            reply = await converse(
                chat,
                self.model,
                messages,
                max_output=reservation.output_tokens,
                requests=self.requests,
                on_text=self.on_text,
                on_waiting=self.on_waiting,
            )
        except BaseException:
            self.tracker.release(reservation)
            raise
        if not is_endpoint(self.model):
            reply = Reply(reply.text, reply.finish, 0, 0)
        usd = self.tracker.settle(reservation, reply.input_tokens, reply.output_tokens, self._cost)
        call = RecordedCall(
            role=self.role,
            ordinal=self.ordinal,
            model=self.model,
            request=request,
            answer=reply.text.replace(nonce, NONCE),
            finish=reply.finish,
            input_tokens=reply.input_tokens,
            output_tokens=reply.output_tokens,
        )
        await asyncio.to_thread(self.own.add, call)
        return Exchange(reply, usd, from_recording=False)

    def _cost(self, input_tokens: int, output_tokens: int) -> Decimal | None:
        if not is_endpoint(self.model):
            return Decimal(0)
        return cost_usd(self.model, self.base_url, input_tokens, output_tokens)


def _written(messages: Sequence[BaseMessage]) -> str:
    if len(messages) == 1:
        return str(messages[0].content)
    return "\n\n".join(f"# {message.type}\n\n{message.content}" for message in messages)


def _replied(call: RecordedCall, nonce: str) -> Reply:
    return Reply(
        text=call.answer.replace(NONCE, nonce),
        finish=call.finish,
        input_tokens=call.input_tokens,
        output_tokens=call.output_tokens,
    )
