"""Watches what the page does behind its face: requests, console errors, uncaught exceptions."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import ConsoleMessage, Page, Response
from pydantic import JsonValue

from workbench.harness.browser.job import RecordedRequest
from workbench.plan.addressing import is_like

# Chromium's own line for any answer of 400 and above; the page may have handled it well.
_HANDLED = "Failed to load resource"
# What a script sends; a document or a picture is no call of the API, whatever its path.
CALLS = ("fetch", "xhr")
# Where the page learns the API's address.
SETTINGS = "/config.json"


class Watch:
    """Collects from the moment it is made."""

    def __init__(self, page: Page, api_url: str) -> None:
        self._api_url = api_url
        self.exchanges: list[RecordedRequest] = []
        self.errors: list[str] = []
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
                )
            )

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_HANDLED):
            self.errors.append(f"console: {message.text}")


def _json(text: str | None) -> JsonValue:
    try:
        body: JsonValue = json.loads(text or "")
    except json.JSONDecodeError:
        return None
    return body
