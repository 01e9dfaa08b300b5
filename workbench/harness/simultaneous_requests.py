"""Requests that reach a server at the same moment: all but their last byte is sent ahead.

Connections, threads and bodies take longer than a server needs to look and to write: sent one after
the other, requests hardly ever meet inside it.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from workbench.errors import MeasurementError


class NotAnswered(MeasurementError):
    """A request of several was not answered."""

    def __init__(self, request: str, cause: str) -> None:
        self.request = request
        self.cause = cause
        super().__init__(f"{request}: {cause}")


@dataclass(frozen=True)
class Answer:
    """What came back to one of the requests."""

    status: int
    text: str


def send_at_once(prepared: Sequence[requests.PreparedRequest], seconds: float) -> list[Answer]:
    """The answers, in the order of the requests. Blocks. Raises `NotAnswered`."""
    with ExitStack() as stack:
        links = []
        for request in prepared:
            address = urlsplit(request.url or "")
            target = (str(address.hostname), address.port or 80)
            link = stack.enter_context(socket.create_connection(target, seconds))
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.sendall(_bytes(request)[:-1])
            links.append(link)
        for request, link in zip(prepared, links, strict=True):
            link.sendall(_bytes(request)[-1:])
        return [_answer(request, link) for request, link in zip(prepared, links, strict=True)]


def _bytes(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    assert isinstance(body, bytes)
    address = urlsplit(request.url or "")
    headers = {"Host": address.netloc, "Connection": "close"} | dict(request.headers)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{request.method} {request.path_url} HTTP/1.1\r\n{head}\r\n".encode() + body


def _answer(request: requests.PreparedRequest, link: socket.socket) -> Answer:
    response = http.client.HTTPResponse(link, method=request.method)
    try:
        response.begin()
        return Answer(response.status, response.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException) as error:
        name = f"{request.method} {request.path_url}"
        raise NotAnswered(name, type(error).__name__) from error
