"""Draws the pictures of the documentation from a real run: ``make pictures``.

The live view at three moments (docs/live-*.png), and the report of the demo (docs/report.html) with
a picture of it.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
import time
from pathlib import Path

from playwright.async_api import async_playwright
from rich.console import Console

from nodes.resources import toolchains_of
from stackwright import BuildResult, abuild
from stackwright.closing import show_verdict
from stackwright.live import Progress
from stackwright.wording import line_of
from workbench.evidence import events as ev
from workbench.gates.result import Status
from workbench.machine.folders import data_folders

DOCS = Path(__file__).parents[1] / "docs"
REQUEST = (
    "A tool library with tools (name, price:number min 0, bought_on:date, website), members "
    "(name, email unique) and loans (title, tool, member, due:datetime, status: out|back|lost)"
)
DEMO = "A notes app"
WIDTH = 108


class Photographer:
    """Listens to a run as the live view does, and keeps two of its moments."""

    def __init__(self) -> None:
        self.moments: dict[str, str] = {}
        self._progress = Progress()
        self._lines: list[str] = []

    def event(self, event: ev.Event) -> None:
        """Draws as the screen would, when the moment has come."""
        self._progress.note(event, time.monotonic())
        passed = isinstance(event, ev.GateFinished) and event.status == Status.PASSED
        if not passed and (line := line_of(event)):
            self._lines.append(line)
        if isinstance(event, ev.FileArriving) and event.path.endswith("main.go"):
            self._keep("live-writing")
        if isinstance(event, ev.GateStarted) and event.gate == "ui.journey":
            self._keep("live-validating")

    def _keep(self, name: str) -> None:
        console = recorder()
        for line in self._lines:
            console.print(line, highlight=False)
        console.print(self._progress.render(time.monotonic()))
        self.moments.setdefault(name, console.export_svg(title="stackwright build"))


def recorder() -> Console:
    """A terminal that is drawn instead of shown."""
    return Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)


async def take(svgs: dict[str, str], demo: BuildResult) -> None:
    """Turns drawings into PNG files, in the machine's own browser."""
    toolchains = await toolchains_of(data_folders())
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(toolchains.chromium.path),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
        )
        page = await browser.new_page(viewport={"width": 1100, "height": 900})
        await page.route("http*://**", lambda route: route.abort())
        for name, svg in svgs.items():
            await page.set_content(f"<body style='margin:0'>{svg}</body>")
            await page.locator("svg").first.screenshot(path=DOCS / f"{name}.png")
        await page.goto((demo.out / ".stackwright/report.html").as_uri())
        await page.screenshot(path=DOCS / "report.png")
        await browser.close()


async def main() -> None:
    """Builds a system of three entities under the camera, and the demo for its report."""
    photographer = Photographer()
    with tempfile.TemporaryDirectory(prefix="stackwright-pictures-") as folder:
        result = await abuild(
            REQUEST, model="offline", out=Path(folder) / "out", on_event=photographer.event
        )
        console = recorder()
        show_verdict(console, result.verdict)
        verdict = console.export_svg(title="stackwright build")
        demo = await abuild(DEMO, model="offline", out=Path(folder) / "demo")
        await take(photographer.moments | {"live-verdict": verdict}, demo)
        report = await asyncio.to_thread((demo.out / ".stackwright/report.html").read_text)
        await asyncio.to_thread((DOCS / "report.html").write_text, report)


if __name__ == "__main__":
    asyncio.run(main())
