"""Ends a run cleanly on Ctrl-C, SIGTERM and SIGHUP: every child process has ended before this one."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

from workbench.errors import StackwrightError

T = TypeVar("T")


class Interrupted(StackwrightError):
    """The user or the system asked us to stop; `exit_code` is 128 plus the signal's number."""

    kind = "interrupted"

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number
        super().__init__(f"stopped by {signal.Signals(number).name}; every process was ended")


def run_interruptible(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine; a signal cancels it and waits until it has cleaned up.

    Raises `Interrupted`.
    """
    received: list[int] = []

    async def main() -> T:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None

        def stop(number: int) -> None:
            received.append(number)
            task.cancel()

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, stop, number)
        return await work

    try:
        return asyncio.run(main())
    except asyncio.CancelledError:
        raise Interrupted(received[0]) from None
