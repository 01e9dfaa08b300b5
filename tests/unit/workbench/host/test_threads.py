"""Work in a thread of its own: it neither waits for a pool nor fills one."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from workbench.host.threads import in_own_thread


async def test_it_runs_while_every_thread_of_the_pool_waits_for_it() -> None:
    done = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        asyncio.get_running_loop().set_default_executor(pool)
        waiting = asyncio.create_task(asyncio.to_thread(done.wait, 10))
        await asyncio.sleep(0)
        await in_own_thread(done.set)
        assert await waiting


async def test_what_it_raises_reaches_the_waiter() -> None:
    def fails() -> None:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        await in_own_thread(fails)


async def test_arguments_and_result_are_passed_on() -> None:
    assert await in_own_thread(divmod, 7, 2) == (3, 1)
