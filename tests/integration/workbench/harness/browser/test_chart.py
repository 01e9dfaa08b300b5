"""A chart is held against the API: its name, and every number in a table beside it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from bench.recorded.assembling import written_plan
from workbench.harness.browser import polling
from workbench.harness.browser.chart import expect_chart
from workbench.harness.browser.driver import Driver, NotOnPage
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.sessions import AccountSessions

SHOP = written_plan("shop")
CHART = "Revenue by product"
DRAWING = f'<div role="img" aria-label="{CHART}"></div>'
ROW = "<tr><td>Teapot</td><td>3</td><td>€1,234.50</td></tr>"
SALES = [{"product": 1, "name": "Teapot", "sold": 3, "revenue": 123450}]


@pytest.fixture
def api() -> Iterator[list[object]]:
    """An API whose every answer is the list that the test holds, after a token for whoever asks."""
    sales: list[object] = list(SALES)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that http.server looks for
            self._answer(sales)

        def do_POST(self) -> None:  # the name that http.server looks for
            self.rfile.read(int(self.headers["Content-Length"]))
            self._answer({"token": "t", "account": {"id": 1}})

        def _answer(self, body: object) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, format: str, *args: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    sales.append(f"http://127.0.0.1:{server.server_port}")
    yield sales
    server.shutdown()
    thread.join()
    server.server_close()


def assert_shows_chart(browser: Browser, api: list[object], html: str) -> None:
    url = str(api.pop())
    page = browser.new_page()
    page.set_content(html)
    expect_chart(SHOP, CHART, Driver(page, url), AccountSessions(SHOP, HttpRunner(url)))
    page.close()


def test_a_drawing_with_a_table_of_the_apis_numbers_passes(
    browser: Browser, api: list[object]
) -> None:
    assert_shows_chart(browser, api, f"{DRAWING}<table>{ROW}</table>")


@pytest.mark.parametrize(
    ("html", "says"),
    [
        (f"<table>{ROW}</table>", "a drawing"),
        (DRAWING, "a row of a table"),
        (f"{DRAWING}<table>{ROW.replace('1,234.50', '1,234.60')}</table>", "with 3, 123450"),
        (f"{DRAWING}<table>{ROW.replace('>3<', '>30<')}</table>", "with 3, 123450"),
    ],
    ids=["no drawing", "no table", "another revenue", "another count"],
)
def test_what_is_missing_is_named(
    html: str, says: str, browser: Browser, api: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "POLL_SECONDS", 0.2)
    with pytest.raises(NotOnPage, match=says) as missing:
        assert_shows_chart(browser, api, html)
    assert missing.value.rule == "page.charts"


def test_a_chart_of_nothing_proves_nothing(browser: Browser, api: list[object]) -> None:
    api.pop(0)
    with pytest.raises(StepFailed, match="items to draw"):
        assert_shows_chart(browser, api, DRAWING)
