"""What runs in Studio's event loop must not block it: these tests see a call that would."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from blockbuster import BlockBuster
from playwright.sync_api import Browser, sync_playwright

import workbench
from workbench.harness.browser.worker import launch
from workbench.host.folders import data_folders
from workbench.host.toolchains import find_toolchains

# What `langgraph dev` lets pass as well (langgraph_runtime_inmem.queue), of what these tests call.
LET_PASS = (
    "os.stat",
    "os.listdir",
    "os.remove",
    "threading.Lock.acquire",
    "io.BufferedReader.read",
    "io.BufferedWriter.write",
    "io.TextIOWrapper.read",
    "io.TextIOWrapper.write",
)


@pytest.fixture(autouse=True)
def own_data_folder(stackwright_home: Path) -> Path:
    """Every test works in the data folder of this test run."""
    return stackwright_home


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """A blocking call below `workbench` raises, as it does under `langgraph dev`.

    Not with the fixture `browser`: Playwright's synchronous API calls its users in a loop of its own.
    """
    if "browser" in request.fixturenames:
        yield
        return
    watch = BlockBuster(workbench)
    watch.activate()
    for name, function in watch.functions.items():
        if name in LET_PASS or name.startswith("os.path."):
            function.deactivate()
    yield
    watch.deactivate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser of the gates."""
    chromium = asyncio.run(find_toolchains(data_folders())).chromium
    assert chromium.ok
    with sync_playwright() as playwright:
        browser = launch(playwright, str(chromium.path))
        yield browser
        browser.close()
