"""Waits until the page shows what it must, or until the time for that is over."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page

POLL_SECONDS = 5.0
POLL_INTERVAL_MS = 40
T = TypeVar("T")


def until(page: Page, look: Callable[[], T | None], seconds: float | None = None) -> T | None:
    """The first truthy result of `look`, or None when the time (`POLL_SECONDS`) is up.

    Playwright delivers the browser's events only inside its own calls, so the pause is one of them.
    """
    deadline = time.monotonic() + (POLL_SECONDS if seconds is None else seconds)
    while True:
        result = look()
        if result or time.monotonic() > deadline:
            return result or None
        page.wait_for_timeout(POLL_INTERVAL_MS)
