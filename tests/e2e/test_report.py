"""A delivered system has its report."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.sync_api import sync_playwright

from workbench.harness.browser.worker import launch
from workbench.host.folders import data_folders
from workbench.host.toolchains import find_toolchains


def test_a_delivered_system_has_its_report(verified_notes: Path) -> None:
    chromium = asyncio.run(find_toolchains(data_folders())).chromium
    with sync_playwright() as playwright:
        browser = launch(playwright, str(chromium.path))
        page = browser.new_page()
        page.goto((verified_notes / ".stackwright/report.html").as_uri())
        assert "Verified" in page.locator(".verdict").inner_text()
        assert page.locator("figure img").count() == 5
        cells = "section[aria-labelledby=timeline] tbody tr td:first-child"
        steps = page.locator(cells).all_inner_texts()
        assert steps[0] == "prepare"
        assert {"planner", "backend_coder", "warm_up", "tester", "validator", "judge"} <= set(steps)
        shown = page.locator("section[aria-labelledby=dependencies]").inner_text()
        assert "modernc.org/sqlite" in shown
        browser.close()
