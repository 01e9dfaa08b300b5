"""Requests sent at once are inside the server together, each with its own answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from workbench.harness.parallel.simultaneous_requests import NoResponse, send_at_once

SEVERAL = 5


class Meeting(BaseHTTPRequestHandler):
    """Answers only when everybody is there."""

    together = threading.Barrier(SEVERAL)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.together.wait(10)
        self.send_response(409 if body == b"3" else 201)
        self.end_headers()
        self.wfile.write(body + self.headers["X-Name"].encode())

    def do_GET(self) -> None:
        self.wfile.write(b"nonsense")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Meeting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_all_of_them_meet_and_each_has_its_answer(url: str) -> None:
    prepared = [
        requests.Request("POST", url, data=str(n).encode(), headers={"X-Name": "x"}).prepare()
        for n in range(SEVERAL)
    ]
    answers = send_at_once(prepared, 10)
    assert [answer.status for answer in answers] == [201, 201, 201, 409, 201]
    assert [answer.text for answer in answers] == [f"{n}x" for n in range(SEVERAL)]


def test_what_is_no_answer_is_named(url: str) -> None:
    with pytest.raises(NoResponse, match="GET /x: BadStatusLine"):
        send_at_once([requests.Request("GET", url + "/x").prepare()], 10)
