"""Asks a role's model, and keeps count."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.state import BuildState, Usage, no_usage
from nodes.emit import emit
from nodes.models import account_of, model_client
from prompts import prompt
from workbench.evidence.events import FileArriving, ModelCalled, PromptDrifted, Spend
from workbench.llm.blocks import Block, BlockWatcher
from workbench.llm.budget import Account
from workbench.llm.caller import Caller, Exchange
from workbench.llm.calls import Answer, ask, new_nonce
from workbench.llm.recording import Recording
from workbench.llm.settings import Endpoint

# The node that asks → the role whose model it uses.
MODEL_ROLES = {
    "planner": "planner",
    "backend_coder": "coder",
    "frontend_coder": "coder",
    "debugger": "debugger",
}


async def ask_role(
    state: BuildState,
    role: str,
    template: str,
    blocks: Sequence[Block],
    *,
    before: Mapping[str, Usage] | None = None,
    **values: object,
) -> tuple[Answer, dict[str, Usage]]:
    """The answer and the usage update; `before` is what this node has used already.

    Raises `ModelFailed`, `BudgetReached`, `BrokenRecording`.
    """
    nonce = new_nonce()
    text = await asyncio.to_thread(prompt, template, blocks, nonce, **values)
    usage = no_usage()
    watcher = BlockWatcher(nonce)

    def on_text(piece: str) -> None:
        for block in watcher.feed(piece):
            if block.path:
                emit(FileArriving(node=role, path=block.path))

    def on_exchange(exchange: Exchange) -> None:
        usage["calls"] += 1
        usage["input_tokens"] += exchange.reply.input_tokens
        usage["output_tokens"] += exchange.reply.output_tokens
        usage["usd"] += float(exchange.usd or 0)
        usage["unpriced_calls"] += exchange.usd is None
        _tell(role, caller, exchange)

    caller = await asyncio.to_thread(_caller, state, role, before or {})
    caller.on_text, caller.on_exchange = on_text, on_exchange
    answer = await ask(caller, text, nonce)
    for drift in caller.drifts:
        emit(
            PromptDrifted(
                role=drift.role, ordinal=drift.ordinal, line=drift.line,
                recorded=drift.recorded[:200], asked=drift.asked[:200],
            )
        )  # fmt: skip
    return answer, {role: usage}


def _caller(state: BuildState, role: str, before: Mapping[str, Usage]) -> Caller:
    """The role's line; its ordinal goes on from what the state says was asked. Blocks."""
    settings = state["settings"]
    mirrors = (Path(settings["record"]),) if settings["record"] else ()
    journal = Recording(Path(state["run"]["folder"]) / "calls", *mirrors)
    asked = [usage[role]["calls"] for usage in (state.get("usage", {}), before) if role in usage]
    replay, base_url = settings["replay"], Endpoint().base_url
    return Caller(
        role=role,
        model=settings["models"][MODEL_ROLES[role]],
        client=model_client,
        base_url=base_url,
        journal=journal,
        account=account_of(state, journal, base_url),
        ordinal=sum(asked),
        recording=Recording(Path(replay)) if replay else None,
        recording_name=replay,
    )


def _tell(role: str, caller: Caller, exchange: Exchange) -> None:
    emit(
        ModelCalled(
            role=role,
            model=caller.model,
            input_tokens=exchange.reply.input_tokens,
            output_tokens=exchange.reply.output_tokens,
            usd=None if exchange.usd is None else float(exchange.usd),
            from_journal=exchange.from_journal,
        )
    )
    emit(_spend(caller.account))


def _spend(account: Account) -> Spend:
    limit = account.budget.usd
    return Spend(
        tokens=account.tokens,
        usd=float(account.usd) if account.priced else None,
        budget_tokens=account.budget.tokens,
        budget_usd=None if limit is None else float(limit),
    )
