"""A signal cancels the work, waits until it has cleaned up, and is the exit code."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from stackwright.signals import Interrupted, run_interruptible


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_each_signal_ends_the_work_cleanly(number: signal.Signals, code: int) -> None:
    steps: list[str] = []

    async def work() -> None:
        try:
            os.kill(os.getpid(), number)
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            steps.append("cleaned up")

    with pytest.raises(Interrupted) as caught:
        run_interruptible(work())
    assert steps == ["cleaned up"]
    assert caught.value.exit_code == code
    assert number.name in str(caught.value)


def test_without_a_signal_the_result_is_returned() -> None:
    async def work() -> int:
        return 7

    assert run_interruptible(work()) == 7
