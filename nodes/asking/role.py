"""Asks the model of a node's role, within the run's budget, and counts what it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.services import Services
from graph.state import BuildState, Usage, no_usage
from nodes.asking.models import model_client, tracker_of
from nodes.emit import emit
from nodes.resources import settings_of
from prompts import prompt
from workbench.evidence.events import FileArriving, ModelCalled, ModelWaiting, PromptDrifted, Spend
from workbench.llm.blocks import Block, BlockWatcher
from workbench.llm.budget import SpendTracker
from workbench.llm.caller import Caller, Exchange
from workbench.llm.calls import Answer, ask, new_nonce
from workbench.llm.limits import MAX_REQUESTS
from workbench.llm.recording import Drift, Recording
from workbench.llm.retrying import RequestBudget
from workbench.llm.settings import configured_endpoint

# The node that asks → the role whose model it uses.
MODEL_ROLES = {
    "planner": "planner",
    "backend_coder": "coder",
    "frontend_coder": "coder",
    "debugger": "debugger",
}


@dataclass
class Asker:
    """One node's access to its role's model. `usage` counts what the node used."""

    role: str
    caller: Caller
    usage: Usage = field(default_factory=no_usage)

    @staticmethod
    async def of(state: BuildState, services: Services, role: str) -> Asker:
        """The asker of a node; its calls continue the role's numbering over the whole run."""
        return Asker(role, await asyncio.to_thread(_caller, state, services, role))

    async def ask(self, template: str, blocks: Sequence[Block], **values: object) -> Answer:
        """The answer to a prompt made of the role's template and these blocks.

        Raises `ModelFailed`, `BudgetReached`, `BrokenRecording`, `NotRecorded`.
        """
        nonce = new_nonce()
        text = await asyncio.to_thread(prompt, template, blocks, nonce, **values)
        watcher = BlockWatcher(nonce)

        def on_text(piece: str) -> None:
            for block in watcher.feed(piece):
                if block.path:
                    emit(FileArriving(node=self.role, path=block.path))

        def on_waiting(seconds: float) -> None:
            emit(ModelWaiting(role=self.role, seconds=seconds))

        self.caller.on_text, self.caller.on_waiting = on_text, on_waiting
        self.caller.on_exchange = self._count
        answer = await ask(self.caller, text, nonce)
        for drift in self.caller.take_drifts():
            emit(_drifted(drift))
        return answer

    def _count(self, exchange: Exchange) -> None:
        self.usage["calls"] += 1
        self.usage["input_tokens"] += exchange.reply.input_tokens
        self.usage["output_tokens"] += exchange.reply.output_tokens
        self.usage["usd"] += float(exchange.usd or 0)
        self.usage["unpriced_calls"] += exchange.usd is None
        emit(
            ModelCalled(
                role=self.role,
                model=self.caller.model,
                input_tokens=exchange.reply.input_tokens,
                output_tokens=exchange.reply.output_tokens,
                usd=None if exchange.usd is None else float(exchange.usd),
                from_recording=exchange.from_recording,
            )
        )
        emit(_spend(self.caller.tracker))


def _caller(state: BuildState, services: Services, role: str) -> Caller:
    """The role's caller. Does blocking I/O."""
    settings = settings_of(state)
    mirrors = (Path(settings.record),) if settings.record else ()
    own = Recording(Path(state["run"]["folder"]) / "calls", *mirrors)
    base_url = configured_endpoint().base_url
    asked = state.get("usage", {}).get(role)
    return Caller(
        role=role,
        model=settings.models[MODEL_ROLES[role]],
        client=model_client(services),
        base_url=base_url,
        own=own,
        tracker=tracker_of(state, own, base_url),
        ordinal=asked["calls"] if asked else 0,
        requests=RequestBudget(MAX_REQUESTS),
        replayed=Recording(Path(settings.replay)) if settings.replay else None,
        replayed_from=settings.replay,
    )


def _drifted(drift: Drift) -> PromptDrifted:
    return PromptDrifted(
        role=drift.role,
        ordinal=drift.ordinal,
        line=drift.line,
        recorded=drift.recorded[:200],
        asked=drift.asked[:200],
    )


def _spend(tracker: SpendTracker) -> Spend:
    limit = tracker.budget.usd
    return Spend(
        tokens=tracker.tokens,
        usd=float(tracker.usd) if tracker.priced else None,
        budget_tokens=tracker.budget.tokens,
        budget_usd=None if limit is None else float(limit),
    )
