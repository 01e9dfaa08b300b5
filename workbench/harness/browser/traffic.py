"""Records what a page does besides its content: requests, console errors, exceptions."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response
from pydantic import JsonValue

from workbench.harness.browser.job import ForeignRequest, RecordedRequest
from workbench.plan.path_templates import is_like

# Chromium logs this line for every response of 400 and above, even if the page handles it.
_STATUS_LINE = "Failed to load resource"
# Requests by scripts; loading a document or an image is never an API call.
CALLS = ("fetch", "xhr")
# The file from which the frontend reads the API's address.
SETTINGS = "/config.json"


class Traffic:
    """Records from its creation.

    `foreign` are the requests to any origin other than the frontend's and its API's, including beacons,
    popups and web sockets; all of them are blocked.
    """

    def __init__(self, page: Page, api_url: str, page_url: str = "") -> None:
        self._api_url = api_url
        self._own = {origin_of(api_url), origin_of(page_url or api_url)}
        self.foreign: dict[ForeignRequest, None] = {}
        self.exchanges: list[RecordedRequest] = []
        self.errors: list[str] = []
        page.context.on("request", self._request)
        page.on("websocket", lambda opened: self._sent("GET", opened.url))
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))

    def matching(self, method: str, path: str, start: int = 0) -> list[RecordedRequest]:
        """Calls since index `start`; `*` in the path stands for one segment."""
        return [
            exchange
            for exchange in self.exchanges[start:]
            if exchange.method == method and is_like(path, exchange.path)
        ]

    def _request(self, request: Request) -> None:
        self._sent(request.method, request.url)

    def _sent(self, method: str, url: str) -> None:
        origin = origin_of(url)
        if origin and origin not in self._own:
            self.foreign[ForeignRequest(method=method, origin=origin, url=url[:500])] = None

    def _response(self, response: Response) -> None:
        address = urlsplit(response.url)
        is_call = response.request.resource_type in CALLS and address.path != SETTINGS
        if is_call and response.url.startswith(self._api_url + "/"):
            self.exchanges.append(
                RecordedRequest(
                    method=response.request.method,
                    path=address.path,
                    query=dict(parse_qsl(address.query)),
                    status=response.status,
                    body=_json(response.request.post_data),
                    content_type=response.request.headers.get("content-type", ""),
                )
            )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_STATUS_LINE):
            self.errors.append(f"console: {message.text}")


def origin_of(url: str) -> str:
    """Scheme, host and port of a network address; empty for `data:`, `blob:` and the like."""
    address = urlsplit(url)
    scheme = {"ws": "http", "wss": "https"}.get(address.scheme, address.scheme)
    return f"{scheme}://{address.netloc}" if scheme in ("http", "https", "ftp") else ""


def _json(text: str | None) -> JsonValue:
    try:
        body: JsonValue = json.loads(text or "")
    except json.JSONDecodeError:
        return None
    return body
