"""Chat models by name: ``auto``, ``openai:NAME``, and those of other providers, ``offline`` among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from workbench.errors import InputError
from workbench.llm.client_settings import check_client_settings
from workbench.llm.settings import Endpoint, configured_endpoint

CONNECT_SECONDS = 30.0

Factory = Callable[[str], BaseChatModel]


class UnknownModel(InputError):
    """A model name that cannot be served; the message says which can."""

    def __init__(self, name: str, hint: str) -> None:
        self.name = name
        super().__init__(f"--model {name}: {hint}")


def is_endpoint(name: str) -> bool:
    """True for a model behind an endpoint, which counts tokens and may cost money."""
    return name.startswith("openai:")


def resolve_model(name: str, providers: Mapping[str, Factory]) -> str:
    """The model that a name stands for; `auto` is the configured endpoint, else offline.

    `providers` serve names without an endpoint; each gets the part after the first colon. Does blocking I/O: may read `.env`.
    Raises `UnknownModel` for a name that cannot be served as things are, `StackwrightError` for
    settings that no client can be made with.
    """
    provider, _, model = name.partition(":")
    if provider in providers:
        return name
    endpoint = configured_endpoint()
    if name == "auto":
        if not endpoint.is_configured:
            return "offline"
        if not endpoint.model:
            raise UnknownModel(name, "an endpoint is configured; say which model in OPENAI_MODEL")
        check_client_settings(endpoint)
        return f"openai:{endpoint.model}"
    if provider != "openai":
        raise UnknownModel(name, "use auto, offline, or openai:NAME")
    if not model:
        raise UnknownModel(name, "say which model, for example openai:gpt-5")
    if not endpoint.is_configured:
        raise UnknownModel(name, "set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own")
    check_client_settings(endpoint)
    return name


def chat_model(name: str, providers: Mapping[str, Factory]) -> BaseChatModel:
    """The chat model of a resolved name. Does blocking I/O. Raises `StackwrightError`."""
    provider, _, model = resolve_model(name, providers).partition(":")
    if provider in providers:
        return providers[provider](model)
    return _openai(model, configured_endpoint())


def _openai(model: str, endpoint: Endpoint) -> BaseChatModel:
    # Imported here, because the import is slow and the offline model does not need the client.
    import httpx
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        api_key=endpoint.api_key or SecretStr("not-needed"),
        base_url=endpoint.base_url or None,
        # `endpoint` has its own time limits; the client's would stop a model that thinks for long.
        timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
        stream_chunk_timeout=None,
        max_retries=0,  # `retrying` repeats requests, within the node's budget
        stream_usage=True,
    )
