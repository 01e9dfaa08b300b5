"""Sends requests that reach a server at the same moment: all but their last byte is sent ahead.

Opening connections and sending bodies takes longer than a server needs to check and write, so that
requests sent one after the other hardly ever overlap inside it.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import requests

from workbench.errors import MeasurementError
from workbench.harness.answers.bounded import BoundedResponse

PIECE = 64 << 10


class NoResponse(MeasurementError):
    """One of the requests got no response."""

    def __init__(self, request: str, cause: str) -> None:
        self.request = request
        self.cause = cause
        super().__init__(f"{request}: {cause}")


@dataclass(frozen=True)
class ParallelResponse:
    """The response to one of the requests."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


def send_at_once(
    prepared: Sequence[requests.PreparedRequest],
    seconds: float,
    while_sent: AbstractContextManager[None] | None = None,
) -> list[ParallelResponse]:
    """The responses, in the order of the requests. Does blocking I/O. Raises `NoResponse`.

    The last bytes are sent within `while_sent`.
    """
    with ExitStack() as stack:
        links = []
        for request in prepared:
            address = urlsplit(request.url or "")
            target = (str(address.hostname), address.port or 80)
            link = stack.enter_context(socket.create_connection(target, seconds))
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link.sendall(_bytes(request)[:-1])
            links.append(link)
        with while_sent or nullcontext():
            for request, link in zip(prepared, links, strict=True):
                link.sendall(_bytes(request)[-1:])
        return [_response(request, link) for request, link in zip(prepared, links, strict=True)]


def _bytes(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    assert isinstance(body, bytes)
    address = urlsplit(request.url or "")
    headers = {"Host": address.netloc, "Connection": "close"} | dict(request.headers)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{request.method} {request.path_url} HTTP/1.1\r\n{head}\r\n".encode() + body


def _response(request: requests.PreparedRequest, link: socket.socket) -> ParallelResponse:
    response = BoundedResponse(link, method=request.method)
    try:
        response.begin()
        # In pieces: memory for all that a Content-Length claims would be taken at once.
        text = b"".join(iter(lambda: response.read(PIECE), b"")).decode("utf-8", "replace")
        return ParallelResponse(response.status, text, dict(response.getheaders()))
    except (OSError, http.client.HTTPException) as error:
        name = f"{request.method} {request.path_url}"
        raise NoResponse(name, type(error).__name__) from error
