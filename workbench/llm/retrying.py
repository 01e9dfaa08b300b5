"""Sends a request again that the endpoint did not serve, within the node's budget of requests."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TypeVar

from workbench.llm import errors, limits

FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
LONGEST_ASKED_WAIT = 120.0  # an endpoint that asks for a longer wait is not asked again
SERVED_LATER = frozenset({408, 409, 429})

T = TypeVar("T")


@dataclass
class RequestBudget:
    """The number of requests that may still be sent, including repetitions."""

    left: int

    def take(self, model: str) -> None:
        """Counts one request. Raises `TooManyRequests` when none is left."""
        if self.left <= 0:
            raise errors.TooManyRequests(model)
        self.left -= 1


async def served(model: str, requests: RequestBudget, send: Callable[[], Awaitable[T]]) -> T:
    """What `send` gives; it is called again, after a wait, at most `MAX_RETRIES` times.

    Each call takes one of the `requests`. Raises `TooManyRequests`, and what the last call raised.
    """
    import openai

    for repeated in range(limits.MAX_RETRIES):
        requests.take(model)
        try:
            return await send()
        except openai.APIConnectionError:
            wait = usual_wait(repeated)
        except openai.APIStatusError as error:
            asked = wait_after(error.status_code, error.response.headers, repeated)
            if asked is None:
                raise
            wait = asked
        await asyncio.sleep(wait)
    requests.take(model)
    return await send()


def wait_after(status: int, headers: Mapping[str, str], repeated: int) -> float | None:
    """The seconds to wait after this answer; None if the request is not to be sent again.

    The endpoint's own word comes first: `x-should-retry`, `retry-after-ms` and `Retry-After`.
    """
    told = headers.get("x-should-retry")
    asked = asked_wait(headers)
    if told == "false" or (asked is not None and asked > LONGEST_ASKED_WAIT):
        return None
    if told != "true" and status < 500 and status not in SERVED_LATER:
        return None
    return asked if asked is not None and asked > 0 else usual_wait(repeated)


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that the endpoint asks to wait; None if it does not say."""
    for name, parts in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return float(headers[name]) / parts
        except (KeyError, ValueError):
            continue
    try:
        return parsedate_to_datetime(headers["retry-after"]).timestamp() - time.time()
    except (KeyError, ValueError):
        return None


def usual_wait(repeated: int) -> float:
    """Twice as long each time, up to `LONGEST_WAIT`; at random a little less, so that not all come at once."""
    longest: float = min(FIRST_WAIT * 2**repeated, LONGEST_WAIT)
    return longest * random.uniform(0.75, 1.0)
