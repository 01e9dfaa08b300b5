"""Blocking work that lasts: in a thread of its own, not one of the few that an event loop shares."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_own_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns or raises.

    `asyncio.to_thread` shares a pool of cores + 4 threads: work that lasts until somebody says stop
    can take all of them, and then nobody is left to say it.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(set_outcome: Callable[[], None]) -> None:
        if not outcome.done():  # a cancelled waiter wants nothing any more
            set_outcome()

    def run() -> None:
        try:
            value = work(*args, **kwargs)
        except BaseException as error:  # noqa: BLE001 - it is the waiter's to handle
            failure = error
            loop.call_soon_threadsafe(settle, lambda: outcome.set_exception(failure))
        else:
            loop.call_soon_threadsafe(settle, lambda: outcome.set_result(value))

    threading.Thread(target=run, daemon=True, name=getattr(work, "__name__", "work")).start()
    return await outcome
