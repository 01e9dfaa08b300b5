"""The report shows what is known, escapes what others wrote, and holds up in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.support.verdicts import gate_results, verdict_on
from workbench.evidence.licences import Dependency
from workbench.evidence.report import RepairShown, ReportFacts, diff_files, write_report
from workbench.evidence.verdict import RoleUsage
from workbench.host.folders import data_folders
from workbench.progress.results import Status

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154"
    "08d763f8ffff3f0005fe02fea735810c0000000049454e44ae426082"
)
HOSTILE = "</pre><script>document.title='owned'</script><img src=http://127.0.0.1:9/x>"


def report(*, attacks: bool = False) -> str:
    """A report with one of everything: a red gate, a repair, a price that is not known."""
    said = verdict_on(gate_results(api_contract=Status.FAILED))
    usage = {
        "planner": RoleUsage(calls=2, input_tokens=12_345, output_tokens=678, usd=0.0123),
        "debugger": RoleUsage(calls=1, input_tokens=10, output_tokens=10, usd=None),
    }
    text = HOSTILE if attacks else "a notes app"
    said = said.model_copy(update={"request": text, "title": text, "usage": usage})
    repair = RepairShown(
        attempt=2,
        scope="edit",
        findings=(f"wrong status {text}",),
        improved=True,
        problems=(),
        diffs=diff_files({"a.go": b"one\ntwo\n"}, {"a.go": b"one\n2\n", "b.go": text.encode()}),
    )
    steps = [
        {"node": "backend_coder", "start": 10.0, "end": 12.0, "summary": "answer applied"},
        {"node": "warm_up", "start": 10.0, "end": 17.0, "summary": ""},
    ]
    return write_report(
        ReportFacts(
            run="r1",
            verdict=said,
            steps=steps,
            repairs=[repair],
            screenshots={"notes-list": PIXEL},
            dependencies=[
                Dependency("frontend", "react", "19", "MIT", True),
                Dependency("frontend", "picocolors", "1", "ISC", False),
            ],
        )
    )


def opened(browser: Browser, path: Path, *, scheme: str = "light") -> tuple[Page, list[str]]:
    """The report in a page, and everything that it tried to load or complained of."""
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    noticed: list[str] = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("console", lambda message: noticed.append(message.text))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    page.goto(path.as_uri())
    return page, [item for item in noticed if not item.startswith(("file:", "data:"))]


def test_everything_that_is_known_is_in_it() -> None:
    text = report()
    for said in (
        "Not verified: red: api.contract",
        "notes-lifecycle",
        "Attempt 2: edit",
        '<span class="del">-two</span>',
        '<span class="add">+2</span>',
        "wrong status a notes app",
        "12,345",
        "0.0123",
        "price unknown",
        "react",
        "1 × ISC",
        "then waited 5.0 s for warm_up",
        "data:image/png;base64,",
        "survival of a power cut",
    ):
        assert said in text, said


def test_unproven_requirements_come_first() -> None:
    text = report()
    assert text.index("not proven") < text.index('<h2 id="gates">')


def test_a_long_diff_is_cut_and_says_so() -> None:
    before = "\n".join(str(n) for n in range(900)).encode()
    (diff,) = diff_files({"a": before}, {"a": b""}, limit=10)
    assert len(diff.lines) == 11
    assert diff.lines[-1].endswith("more lines")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_shows_it_without_network_script_or_barrier(
    scheme: str, browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "report.html"
    path.write_text(report())
    page, noticed = opened(browser, path, scheme=scheme)
    assert noticed == []
    assert page.locator("h1").inner_text() == "a notes app"
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")
    assert page.locator("script").count() == 0
    # The report allows no script of its own; the debugger's connection is not bound by that.
    page.evaluate((data_folders().tools / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("async () => (await axe.run()).violations.map(v => v.id + ': ' + v.help)")
    assert found == []
    page.set_viewport_size({"width": 375, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_printed_details_are_open(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report())
    page, _ = opened(browser, path)
    closed = page.locator("details:not([open]) .inside").first
    assert not closed.is_visible()
    page.emulate_media(media="print")
    assert closed.is_visible()
    assert len(page.pdf()) > 10_000
    page.close()


def test_what_others_wrote_is_text_and_nothing_else(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report(attacks=True))
    page, noticed = opened(browser, path)
    assert noticed == []
    assert page.title() != "owned"
    assert page.locator("script").count() == 0
    assert HOSTILE in page.locator("blockquote").inner_text()
    page.close()
