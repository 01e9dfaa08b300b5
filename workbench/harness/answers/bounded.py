"""A server's answer as it comes from the socket: so many bytes, in so many seconds, and no more.

The limits are at the socket, below everything that parses: a status line that is repeated without an
end, a chunk's size that is never ended and a byte a minute all end there.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from typing import Any

from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool

# A client's OpenAPI document of 32 MiB is the most that a sound server answers with.
MAX_BYTES = 40 << 20
MAX_SECONDS = 30.0


class TooMuch(OSError):
    """An answer is longer than any answer of a sound server.

    Outside the tree: urllib3 and requests pass on what is an OSError, and `http_client` names it.
    """


class BoundedResponse(http.client.HTTPResponse):
    """An answer whose head and body together have `MAX_BYTES`, and end within the socket's time limit."""

    def __init__(self, sock: socket.socket, *arguments: Any, **named: Any) -> None:
        super().__init__(sock, *arguments, **named)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_Counted(raw, sock))


class _Counted(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw, self._sock = raw, sock
        self._left = MAX_BYTES
        self._deadline = time.monotonic() + (sock.gettimeout() or MAX_SECONDS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the answer has not ended in time")
        self._sock.settimeout(seconds)
        got: int | None = self._raw.readinto(buffer)
        self._left -= got or 0
        if self._left < 0:
            raise TooMuch(f"the answer is longer than {MAX_BYTES >> 20} MiB")
        return got

    def close(self) -> None:
        self._raw.close()
        super().close()


class BoundedConnection(HTTPConnection):
    response_class = BoundedResponse


class BoundedPool(HTTPConnectionPool):
    ConnectionCls = BoundedConnection
