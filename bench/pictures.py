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

from playwright.sync_api import sync_playwright
from rich.console import Console

from nodes.workstation import toolchains_of
from stackwright import BuildResult, abuild
from stackwright.closing import show_verdict
from stackwright.event_format import line_of
from stackwright.live import Progress
from workbench.evidence import events as ev
from workbench.harness.browser.worker import launch
from workbench.host.folders import data_folders
from workbench.progress.results import Status

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


def take(svgs: dict[str, str], demo: BuildResult, chromium: Path) -> None:
    """Turns drawings and the report into PNG files, in the browser of the gates."""
    with sync_playwright() as playwright:
        browser = launch(playwright, str(chromium))
        page = browser.new_page(viewport={"width": 1100, "height": 900})
        page.route("http*://**", lambda route: route.abort())
        for name, svg in svgs.items():
            page.set_content(f"<body style='margin:0'>{svg}</body>")
            page.locator("svg").first.screenshot(path=DOCS / f"{name}.png")
        page.goto((demo.out / ".stackwright/report.html").as_uri())
        page.screenshot(path=DOCS / "report.png")
        browser.close()


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
        chromium = (await toolchains_of(data_folders())).chromium.path
        if chromium is None:
            raise SystemExit("there is no Chromium; run: stackwright doctor --install")
        drawings = photographer.moments | {"live-verdict": verdict}
        await asyncio.to_thread(take, drawings, demo, chromium)
        report = await asyncio.to_thread((demo.out / ".stackwright/report.html").read_text)
        await asyncio.to_thread((DOCS / "report.html").write_text, report)


if __name__ == "__main__":
    asyncio.run(main())
