"""Which model serves which role, and what the run may spend."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from langchain_core.language_models import BaseChatModel

from graph.context import BuildContext
from graph.services import ModelFactory, Services
from graph.state import BuildState
from nodes.resources import settings_of
from workbench.errors import InputError
from workbench.llm.budget import (
    DEFAULT_TOKENS_WITHOUT_PRICE,
    DEFAULT_USD,
    Budget,
    SpendTracker,
)
from workbench.llm.caller import REPLAY
from workbench.llm.prices import cost_usd
from workbench.llm.recording import Recording
from workbench.llm.registry import chat_model, is_endpoint, resolve_model
from workbench.llm.settings import configured_endpoint

ROLES = ("planner", "coder", "debugger")
_TRACKERS: dict[str, SpendTracker] = {}


def choose_models(context: BuildContext, providers: Mapping[str, ModelFactory]) -> dict[str, str]:
    """The resolved model of each role. Does blocking I/O. Raises `UnknownModel`."""
    if context.replay:
        return dict.fromkeys(ROLES, REPLAY)
    named = {
        "planner": context.planner_model,
        "coder": context.coder_model,
        "debugger": context.debugger_model,
    }
    return {role: resolve_model(name or context.model, providers) for role, name in named.items()}


def model_client(services: Services) -> Callable[[str], BaseChatModel]:
    """Makes the chat model of a resolved name. The function blocks and raises `UnknownModel`."""
    return lambda name: chat_model(name, services.providers)


def choose_budget(context: BuildContext, models: Mapping[str, str]) -> Budget:
    """The limits of the run: what was asked for, else a default for what costs money. Does blocking I/O.

    Raises `InputError` if dollars are to be limited and no price is known.
    """
    paid = sorted({model for model in models.values() if is_endpoint(model)})
    base_url = configured_endpoint().base_url
    unpriced = [model for model in paid if cost_usd(model, base_url, 1000, 1000) is None]
    usd = None if context.budget_usd is None else Decimal(str(context.budget_usd))
    tokens = context.budget_tokens
    if unpriced:
        if usd is not None:
            raise InputError(
                f"--budget-usd: the price of {', '.join(unpriced)} is unknown; "
                "limit tokens instead, with --budget-tokens"
            )
        return Budget(None, tokens or DEFAULT_TOKENS_WITHOUT_PRICE)
    return Budget(Decimal(str(DEFAULT_USD)) if paid and usd is None else usd, tokens)


def tracker_of(state: BuildState, recording: Recording, base_url: str) -> SpendTracker:
    """What the run has spent, shared by its parallel calls; a resumed run's starts with its recording.

    Blocks on first use.
    """
    run = state["run"]["folder"]
    if run not in _TRACKERS:
        settings = settings_of(state)
        usd = None if settings.budget_usd is None else Decimal(str(settings.budget_usd))
        tracker = SpendTracker(Budget(usd, settings.budget_tokens))
        for call in recording.calls():
            if is_endpoint(call.model):
                cost = partial(cost_usd, call.model, base_url)
                tracker.book(call.input_tokens, call.output_tokens, cost)
        _TRACKERS[run] = tracker
    return _TRACKERS[run]


def close_tracker(state: BuildState) -> None:
    """Forgets what a run that has ended spent."""
    _TRACKERS.pop(state["run"]["folder"], None)


def models_shown(models: Mapping[str, str]) -> str:
    """The models in a line: one name if all roles share it."""
    if len(set(models.values())) == 1:
        return next(iter(models.values()))
    return ", ".join(f"{role} {model}" for role, model in models.items())
