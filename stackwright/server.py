"""What `langgraph dev` adds to its server: it answers only Studio and programs on this machine.

The server runs builds for whoever reaches it, and any web page can send requests to a loopback
address. So a request must name a loopback host (a page whose name was pointed at 127.0.0.1 does not),
and where it comes from a page, that page is Studio's, or of this server itself. A page of another
port of this machine is none of them: `stackwright run` serves there what a model wrote.
`langgraph.json` names this file, and Studio's origins for CORS.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# Where LangGraph Studio is served: https://docs.langchain.com/langgraph-platform/langgraph-studio
STUDIO_ORIGINS = frozenset(
    {
        "https://smith.langchain.com",
        "https://eu.smith.langchain.com",
        "https://apac.smith.langchain.com",
    }
)
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class LocalClientsOnly:
    """ASGI middleware: answers 403 to a foreign host name and to a page of a foreign origin."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            refusal = refusal_of(Headers(scope=scope))
            if refusal:
                await PlainTextResponse(refusal, status_code=403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def refusal_of(headers: Headers) -> str:
    """Why a request with these headers is not answered; empty if it is."""
    host, port = _server("http://" + headers.get("host", ""))
    if host not in LOOPBACK_HOSTS:
        return "this server answers loopback addresses only"
    origin = headers.get("origin")
    if origin is None or origin in STUDIO_ORIGINS:
        return ""
    page, its_port = _server(origin)
    if page in LOOPBACK_HOSTS and its_port == port:
        return ""
    return "this server answers pages of LangGraph Studio and its own only"


def _server(address: str) -> tuple[str, int]:
    """Host and port of an address that has nothing else (as an Origin); nothing of any other."""
    try:
        parts = urlsplit(address)
        is_bare = parts.scheme == "http" and not (parts.path or parts.query or parts.fragment)
        if is_bare and "@" not in parts.netloc and parts.hostname:
            return parts.hostname, 80 if parts.port is None else parts.port
    except ValueError:
        pass
    return "", -1


app = Starlette(middleware=[Middleware(LocalClientsOnly)])
