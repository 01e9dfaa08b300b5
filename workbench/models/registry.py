"""Chat models by name: ``offline``, ``openai:NAME``, and what tests register."""

from __future__ import annotations

import os
from collections.abc import Callable

from langchain_core.language_models import BaseChatModel

from workbench.models.offline.chat import BlueprintChat

REQUEST_TIMEOUT = 600.0
MAX_RETRIES = 4

Factory = Callable[[str], BaseChatModel]


class UnknownModel(ValueError):
    """A model name that nothing serves; the message says what can be asked for."""

    def __init__(self, name: str, hint: str) -> None:
        self.name = name
        super().__init__(f"--model {name}: {hint}")


_PROVIDERS: dict[str, Factory] = {}


def register_provider(provider: str, factory: Factory) -> None:
    """Adds a provider; the factory gets the part after the first colon."""
    _PROVIDERS[provider] = factory


def check_model_name(name: str) -> None:
    """Raises `UnknownModel` for a name that cannot be served on this machine as it is set up."""
    provider, _, model = name.partition(":")
    if name == "offline" or provider in _PROVIDERS:
        return
    if provider != "openai":
        raise UnknownModel(name, "use offline, or openai:NAME")
    if not model:
        raise UnknownModel(name, "say which model, for example openai:gpt-5")
    if not os.environ.get("OPENAI_API_KEY") and not os.environ.get("OPENAI_BASE_URL"):
        raise UnknownModel(name, "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own")


def chat_model(name: str) -> BaseChatModel:
    """The chat model of that name. Raises `UnknownModel`."""
    check_model_name(name)
    provider, _, model = name.partition(":")
    if provider in _PROVIDERS:
        return _PROVIDERS[provider](model)
    if name == "offline":
        return BlueprintChat()
    return _openai(model)


def _openai(model: str) -> BaseChatModel:
    # Imported here: the offline model must not wait for a client that it does not use.
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=model,
        api_key=SecretStr(os.environ.get("OPENAI_API_KEY") or "not-needed"),
        base_url=os.environ.get("OPENAI_BASE_URL") or None,
        timeout=REQUEST_TIMEOUT,
        max_retries=MAX_RETRIES,
        stream_usage=True,
    )
