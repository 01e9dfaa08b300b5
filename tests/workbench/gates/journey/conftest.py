"""A journey runs in a process of its own, where Playwright's calls block and may."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from workbench.gates.journey.worker import launch
from workbench.machine.folders import data_folders
from workbench.machine.toolchains import find_toolchains


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop() -> None:
    """Takes the place of the watch over Studio's event loop."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = asyncio.run(find_toolchains(data_folders())).chromium
    assert chromium.ok
    with sync_playwright() as playwright:
        browser = launch(playwright, str(chromium.path))
        yield browser
        browser.close()
