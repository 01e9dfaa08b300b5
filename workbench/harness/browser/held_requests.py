"""Requests that reach the server only once a check has seen what the page does meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, Request, Route


@contextmanager
def held_requests(
    page: Page, addresses: str | re.Pattern[str], is_held: Callable[[Request], bool]
) -> Iterator[list[Route]]:
    """Holds back the requests to these addresses that `is_held` names, up to the end of the block."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if is_held(route.request):
            held.append(route)
        else:
            route.fallback()

    page.route(addresses, hold)
    try:
        yield held
    finally:
        page.unroute(addresses, hold)
        for route in held:
            route.fallback()
