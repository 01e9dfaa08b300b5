"""Steps against a server: redirects are not followed and cookies not kept, as in the Go contract tests.

What each matcher means is the table that `test_matchers` and `test_go_matchers` run.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from workbench.harness.http_steps import HttpRunner, RefusedInWords, StepFailed
from workbench.plan.steps import Expectation, HttpStep, ParallelStep


class Elsewhere(BaseHTTPRequestHandler):
    """Sends every client on, with a cookie; says at the end what cookie it got."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/there" else 303)
        self.send_header("Location", "/there")
        self.send_header("Set-Cookie", "seen=1; Path=/")
        self.send_header("X-Cookie", self.headers.get("Cookie", "none"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def runner() -> Iterator[HttpRunner]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield HttpRunner(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    server.server_close()


def step(path: str, status: int, **headers: str) -> HttpStep:
    expect = Expectation(status=[status], headers=headers)
    return HttpStep(method="GET", path=path, expect=expect)


def test_a_redirect_is_an_answer(runner: HttpRunner) -> None:
    runner.run(step("/here", 303, Location="^/there$"))
    with pytest.raises(StepFailed, match="expected status 200, got status 303"):
        runner.run(step("/here", 200))


def test_a_cookie_is_not_kept(runner: HttpRunner) -> None:
    runner.run(step("/there", 200))
    runner.run(step("/there", 200, **{"X-Cookie": "^none$"}))
    with pytest.raises(StepFailed, match="X-Cookie"):
        runner.run(step("/there", 200, **{"X-Cookie": "^kept$"}))


def test_an_address_of_another_server_is_not_asked(runner: HttpRunner) -> None:
    with pytest.raises(StepFailed, match="a URL of this server"):
        runner.run(step("http://127.0.0.1:1/there", 200))


def test_requests_at_once_that_words_refuse_end_without_a_result(runner: HttpRunner) -> None:
    refused = step("/here", 200).model_copy(update={"or_refused": [303]})
    with pytest.raises(RefusedInWords, match="rejected with 303"):
        runner.run(ParallelStep(steps=[refused] * 3, answers={200: 1, 409: 2}))


def test_requests_at_once_that_nothing_in_words_explains_fail(runner: HttpRunner) -> None:
    refused = step("/here", 200).model_copy(update={"or_refused": [303]})
    others = ParallelStep(steps=[refused, step("/there", 200)], answers={200: 2})
    with pytest.raises(StepFailed, match="2 at once"):
        runner.run(others)
