"""A role's line to its model: from the journal where the call was paid before, else within budget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from workbench.llm.budget import Account
from workbench.llm.endpoint import Listener, Reply, converse, estimate_tokens
from workbench.llm.errors import NotRecorded
from workbench.llm.prices import cost_usd
from workbench.llm.recording import NONCE, Drift, RecordedCall, Recording, drift_between
from workbench.llm.registry import is_endpoint

REPLAY = "replay"


@dataclass(frozen=True)
class Exchange:
    """A finished call: what was answered, and whether it was paid for now."""

    reply: Reply
    usd: Decimal | None
    from_journal: bool


def _ignore(_piece: str) -> None:
    return None


@dataclass
class Caller:
    """Asks for one role during one node. `ordinal` counts the role's calls over the whole run.

    `client` makes the chat model of a name. `recording` is where a replay takes its answers from; without one, `model` is asked.
    """

    role: str
    model: str
    client: Callable[[str], BaseChatModel]
    base_url: str
    journal: Recording
    account: Account
    ordinal: int
    recording: Recording | None = None
    recording_name: str = ""
    on_text: Listener = _ignore
    on_exchange: Callable[[Exchange], None] | None = None
    drifts: list[Drift] = field(default_factory=list)

    async def send(self, messages: Sequence[BaseMessage], nonce: str) -> Reply:
        """The reply to these messages. Raises `ModelFailed`, `BudgetReached`, `BrokenRecording`."""
        request = _written(messages).replace(nonce, NONCE)
        exchange = await self._from_journal(request, nonce)
        if exchange is None:
            exchange = await self._ask(messages, request, nonce)
        self.ordinal += 1
        if self.on_exchange is not None:
            self.on_exchange(exchange)
        return exchange.reply

    async def _from_journal(self, request: str, nonce: str) -> Exchange | None:
        own = await asyncio.to_thread(self.journal.find, self.role, self.ordinal)
        if own is not None and own.request == request:
            return Exchange(_replied(own, nonce), Decimal(0), from_journal=True)
        if self.recording is None:
            return None
        recorded = await asyncio.to_thread(self.recording.find, self.role, self.ordinal)
        if recorded is None:
            raise NotRecorded(self.role, self.ordinal, self.recording_name)
        drift = drift_between(recorded, request)
        if drift is not None:
            self.drifts.append(drift)
        await asyncio.to_thread(self.journal.keep, recorded.model_copy(update={"request": request}))
        return Exchange(_replied(recorded, nonce), Decimal(0), from_journal=True)

    async def _ask(self, messages: Sequence[BaseMessage], request: str, nonce: str) -> Exchange:
        chat = await asyncio.to_thread(self.client, self.model)
        reservation = self.account.reserve(estimate_tokens(request), self._cost)
        try:
            reply = await converse(
                chat, self.model, messages,
                max_output=reservation.output_tokens, listen=self.on_text,
            )  # fmt: skip
        except BaseException:
            self.account.release(reservation)
            raise
        if not is_endpoint(self.model):
            reply = Reply(reply.text, reply.finish, 0, 0)
        usd = self.account.settle(reservation, reply.input_tokens, reply.output_tokens, self._cost)
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
        await asyncio.to_thread(self.journal.keep, call)
        return Exchange(reply, usd, from_journal=False)

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
