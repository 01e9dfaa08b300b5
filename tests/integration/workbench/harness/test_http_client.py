"""A session against servers that send it on, or answer without an end in bytes or in time."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable

import pytest
import requests

from tests.support.raw_server import answering, sends
from workbench.harness.answers import bounded, unpacking
from workbench.harness.browser.session import _page_finding
from workbench.harness.http_client import AnswerTooLarge, ServerSession, is_served
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.plan.steps import Expectation, HttpStep, ParallelStep

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
BYTES = 1 << 20


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MAX_BYTES", BYTES)
    monkeypatch.setattr(unpacking, "MAX_BYTES", BYTES)


def slowly(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Sends the pieces, then a byte again and again, each long before any single read times out."""

    def answer(link: socket.socket) -> None:
        for piece in pieces:
            link.sendall(piece)
        while True:
            link.sendall(b"x")
            time.sleep(0.05)

    return answer


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere(status: int) -> None:
    reached: list[bytes] = []

    def host(link: socket.socket) -> None:
        reached.append(b"asked")
        link.sendall(OK + b"Content-Length: 6\r\n\r\nSECRET")

    with answering(host) as other:
        head = f"HTTP/1.1 {status} x\r\nLocation: {other}/admin\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        with answering(sends(head.encode())) as url:
            with ServerSession(url) as session:
                assert session.get(url).status_code == status
                assert session.post(url, json={"a": 1}, allow_redirects=True).status_code == status
            assert not is_served(url, 2.0)
            finding = _page_finding(url, "/notes", "ui.journey")
            assert finding is not None
            assert "SECRET" not in finding.model_dump_json()
    assert reached == []


ENDLESS = {
    "a body": sends(OK + b"\r\n", endless=b"x" * 65536),
    "a body of a claimed length": sends(
        OK + b"Content-Length: 9999999999999\r\n\r\n", endless=b"x" * 65536
    ),
    "a head": sends(OK + b"X: ", endless=b"x" * 65536),
    "an answer that goes on": sends(endless=b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
    "a chunk's size": sends(CHUNKED, endless=b"0" * 65536),
    "trailers": sends(CHUNKED + b"0\r\n", endless=b"A: b\r\n" * 10_000),
    "what gzip unpacks": sends(
        OK
        + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n"
        + gzip.compress(bytes(20 * BYTES))
    ),
}


@pytest.mark.parametrize("what", ENDLESS)
def test_an_answer_without_an_end_ends_at_the_bound(what: str) -> None:
    with answering(ENDLESS[what]) as url, ServerSession(url) as session:
        with pytest.raises(requests.RequestException) as raised:
            session.get(url, timeout=20)
        assert not isinstance(raised.value, requests.Timeout)


def test_an_excess_says_what_it_is_and_is_no_lost_connection() -> None:
    with (
        answering(ENDLESS["a body"]) as url,
        ServerSession(url) as session,
        pytest.raises(AnswerTooLarge, match="longer than 1 MiB"),
    ):
        session.get(url, timeout=20)


@pytest.mark.parametrize("begun", [(), (OK,), (OK + b"\r\n",), (CHUNKED,)])
def test_an_answer_that_comes_byte_by_byte_ends_at_the_time_limit(begun: tuple[bytes, ...]) -> None:
    with answering(slowly(*begun)) as url, ServerSession(url) as session:
        started = time.monotonic()
        with pytest.raises(requests.RequestException):
            session.get(url, timeout=0.5)
        assert time.monotonic() - started < 10


@pytest.mark.parametrize("what", ENDLESS)
def test_the_steps_of_traces_fail_and_the_gate_goes_on(what: str) -> None:
    one = HttpStep(method="GET", path="/notes", expect=Expectation(status=[200]))
    with answering(ENDLESS[what]) as url:
        runner = HttpRunner(url)
        with pytest.raises(StepFailed):
            runner.run(one)
        if what != "what gzip unpacks":  # requests at once ask for no packed answer
            with pytest.raises(StepFailed):
                runner.run(ParallelStep(steps=[one, one], answers={200: 2}))


def test_an_ordinary_server_is_read_whole_over_one_connection() -> None:
    packed = gzip.compress(b'{"id": 7}')
    head = OK + b"Content-Encoding: gzip\r\nSet-Cookie: a=b\r\nContent-Length: %d\r\n\r\n" % len(
        packed
    )
    with answering(sends(head + packed)) as url, ServerSession(url) as session:
        answer = session.get(url)
        assert answer.json() == {"id": 7}
        assert not session.cookies
