"""While packages are fetched, the run says that it goes on; a run that is cancelled ends the fetching."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from nodes import installer
from workbench.evidence.events import PackagesAwaited
from workbench.host.dependency_sync import SyncOutcome


@pytest.fixture
def awaited(monkeypatch: pytest.MonkeyPatch) -> list[PackagesAwaited]:
    """The events, with one every few milliseconds."""
    events: list[PackagesAwaited] = []
    monkeypatch.setattr(installer, "emit", events.append)
    monkeypatch.setattr(installer, "PROGRESS_SECONDS", 0.005)
    return events


async def test_fetching_that_takes_long_is_reported(awaited: list[PackagesAwaited]) -> None:
    done = asyncio.Event()

    async def fetch() -> SyncOutcome:
        await done.wait()
        return SyncOutcome(repairs=["fetched"])

    waiting = asyncio.create_task(installer.with_progress(fetch()))
    while len(awaited) < 2:
        await asyncio.sleep(0.001)
    done.set()
    assert (await waiting).repairs == ["fetched"]


async def test_what_is_done_at_once_tells_nothing(
    awaited: list[PackagesAwaited], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fetch() -> SyncOutcome:
        return SyncOutcome()

    monkeypatch.setattr(installer, "PROGRESS_SECONDS", 30.0)
    await installer.with_progress(fetch())
    assert awaited == []


async def test_a_cancelled_run_waits_until_the_fetching_has_ended(
    awaited: list[PackagesAwaited],
) -> None:
    ended: list[str] = []

    async def fetch() -> SyncOutcome:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.01)
            ended.append("ended")
        return SyncOutcome()

    waiting = asyncio.create_task(installer.with_progress(fetch()))
    while not awaited:
        await asyncio.sleep(0.001)
    waiting.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await waiting
    assert ended == ["ended"]
