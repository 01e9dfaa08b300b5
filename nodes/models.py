"""Which model serves which role, and what it may spend."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from langchain_core.language_models import BaseChatModel

from graph.context import BuildContext
from graph.state import BuildState
from nodes.errors import BadRequest
from workbench.llm.budget import (
    DEFAULT_TOKENS_WITHOUT_PRICE,
    DEFAULT_USD,
    Account,
    Budget,
)
from workbench.llm.caller import REPLAY
from workbench.llm.prices import cost_usd
from workbench.llm.recording import Recording
from workbench.llm.registry import Factory, chat_model, is_endpoint, resolve_model
from workbench.llm.settings import Endpoint
from workbench.offline.chat import BlueprintChat

ROLES = ("planner", "coder", "debugger")
PROVIDERS: dict[str, Factory] = {"offline": lambda _name: BlueprintChat()}
_ACCOUNTS: dict[str, Account] = {}


def choose_models(context: BuildContext) -> dict[str, str]:
    """The resolved model of each role. Blocks. Raises `UnknownModel`."""
    if context.replay:
        return dict.fromkeys(ROLES, REPLAY)
    named = {
        "planner": context.planner_model,
        "coder": context.coder_model,
        "debugger": context.debugger_model,
    }
    return {role: resolve_model(name or context.model, PROVIDERS) for role, name in named.items()}


def model_client(name: str) -> BaseChatModel:
    """The chat model of a resolved name. Blocks. Raises `UnknownModel`."""
    return chat_model(name, PROVIDERS)


def choose_budget(context: BuildContext, models: Mapping[str, str]) -> Budget:
    """The limits of the run: what was asked for, else a default for what costs money. Blocks.

    Raises `BadRequest` where dollars are to be limited and no price is known.
    """
    paid = sorted({model for model in models.values() if is_endpoint(model)})
    base_url = Endpoint().base_url
    unpriced = [model for model in paid if cost_usd(model, base_url, 1000, 1000) is None]
    usd = None if context.budget_usd is None else Decimal(str(context.budget_usd))
    tokens = context.budget_tokens
    if unpriced:
        if usd is not None:
            raise BadRequest(
                f"--budget-usd: the price of {', '.join(unpriced)} is unknown; "
                "limit tokens instead, with --budget-tokens"
            )
        return Budget(None, tokens or DEFAULT_TOKENS_WITHOUT_PRICE)
    return Budget(Decimal(str(DEFAULT_USD)) if paid and usd is None else usd, tokens)


def account_of(state: BuildState, journal: Recording, base_url: str) -> Account:
    """The run's account, shared by its parallel calls; a resumed run's begins with its journal.

    Blocks on first use.
    """
    run = state["run"]["folder"]
    if run not in _ACCOUNTS:
        settings = state["settings"]
        usd = settings["budget_usd"]
        account = Account(
            Budget(None if usd is None else Decimal(str(usd)), settings["budget_tokens"])
        )
        for call in journal.calls():
            if is_endpoint(call.model):
                cost = partial(cost_usd, call.model, base_url)
                account.book(call.input_tokens, call.output_tokens, cost)
        _ACCOUNTS[run] = account
    return _ACCOUNTS[run]


def close_account(state: BuildState) -> None:
    """Forgets the account of a run that has ended."""
    _ACCOUNTS.pop(state["run"]["folder"], None)


def models_shown(models: Mapping[str, str]) -> str:
    """The models in a line: one name where all roles share it."""
    if len(set(models.values())) == 1:
        return next(iter(models.values()))
    return ", ".join(f"{role} {model}" for role, model in models.items())
