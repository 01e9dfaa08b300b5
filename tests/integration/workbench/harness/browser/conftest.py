"""A journey runs in a process of its own, where Playwright's calls block and may."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def nothing_blocks_the_loop() -> None:
    """Takes the place of the watch over Studio's event loop."""
