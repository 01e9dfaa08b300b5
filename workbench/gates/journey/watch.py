"""Watches what the page does behind its face: requests, console errors, uncaught exceptions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import ConsoleMessage, Page, Response

# Chromium's own line for any answer of 400 and above; the page may have handled it well.
_HANDLED = "Failed to load resource"


@dataclass(frozen=True)
class Exchange:
    """One call of the API by the page."""

    method: str
    path: str
    status: int


class Watch:
    """Collects from the moment it is made."""

    def __init__(self, page: Page, api_url: str) -> None:
        self._api_url = api_url
        self.exchanges: list[Exchange] = []
        self.errors: list[str] = []
        page.on("response", self._response)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))

    def matching(self, method: str, path: str, start: int = 0) -> list[Exchange]:
        """Calls since index `start`; `*` in the path stands for one segment."""
        pattern = re.compile(re.escape(path).replace(r"\*", "[^/]+"))
        return [
            exchange
            for exchange in self.exchanges[start:]
            if exchange.method == method and pattern.fullmatch(exchange.path)
        ]

    def _response(self, response: Response) -> None:
        if response.url.startswith(self._api_url + "/"):
            path = response.url.removeprefix(self._api_url).partition("?")[0]
            self.exchanges.append(Exchange(response.request.method, path, response.status))

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(_HANDLED):
            self.errors.append(f"console: {message.text}")
