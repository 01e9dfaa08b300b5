"""The one way out of a sandbox that installs packages: a proxy that connects to named addresses only.

A sandbox has a network of its own; of the host's loopback it reaches this proxy's port. npm and go
send all requests through it, those of a lock file to foreign hosts too: these it refuses.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
import urllib.request
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager, suppress
from urllib.parse import SplitResult, unquote, urlsplit

Address = tuple[str, int]
"""A host's name in lower case, and a port."""

# A registry that does not answer must end in minutes, with all that npm and go try again.
HEAD_SECONDS, CONNECT_SECONDS, IDLE_SECONDS = 30.0, 20.0, 60.0
CHUNK_BYTES = 1 << 16
HEAD_END = b"\r\n\r\n"


class Gateway:
    """The proxy. `refused` are the addresses that were asked for and are not allowed."""

    def __init__(self, allowed: Collection[Address], upstream: str = "") -> None:
        self._allowed = frozenset(allowed)
        self._upstream = upstream
        self._connections: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.refused: set[Address] = set()

    async def open(self) -> None:
        """Listens on a free port of loopback."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Ends every connection."""
        assert self._server is not None
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                head = await reader.readuntil(HEAD_END)
            await self._forward(head, reader, writer)
        except (OSError, ValueError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            return  # the client left, or sent what is not a request
        finally:
            writer.close()

    async def _forward(
        self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        method, target, _ = head.split(b"\r\n", 1)[0].decode("ascii").split(" ")
        tunnel = method == "CONNECT"
        url = urlsplit(f"//{target}" if tunnel else target)
        address = ((url.hostname or "").lower(), url.port or (443 if tunnel else 80))
        if address not in self._allowed or not (tunnel or url.scheme == "http"):
            self.refused.add(address)
            await _answer(writer, "403 Forbidden", f"{address[0]} is not a registry of this host")
            return
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                to_server = await self._connect(address, tunnel=tunnel)
        except (OSError, TimeoutError) as error:
            await _answer(writer, "502 Bad Gateway", f"{address[0]} cannot be reached: {error}")
            return
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established" + HEAD_END)
            else:
                to_server[1].write(self._plain(head, url))
            await _copy_both((reader, writer), to_server)
        finally:
            to_server[1].close()

    def _plain(self, head: bytes, url: SplitResult) -> bytes:
        """The head of a request as the server expects it, for one request on the connection."""
        first, _, fields = head.partition(b"\r\n")
        method, _, version = first.decode("ascii").split(" ")
        place = url.geturl() if self._proxy_of(url.hostname or "", "http") else _origin_form(url)
        kept = [
            field
            for field in fields.split(b"\r\n")
            if field and not field.lower().startswith((b"proxy-", b"connection:"))
        ]
        lines = [f"{method} {place} {version}".encode("ascii"), *kept, b"Connection: close"]
        if proxy := self._proxy_of(url.hostname or "", "http"):
            lines += _authorization(proxy)
        return b"\r\n".join(lines) + HEAD_END

    def _proxy_of(self, host: str, scheme: str) -> SplitResult | None:
        """The proxy that this host's own settings name for the connection."""
        if urllib.request.proxy_bypass(host):
            return None
        named = urllib.request.getproxies().get(scheme) or self._upstream
        return urlsplit(named if "://" in named else f"http://{named}") if named else None

    async def _connect(
        self, address: Address, *, tunnel: bool
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        proxy = self._proxy_of(address[0], "https" if tunnel else "http")
        if proxy is None:
            return await asyncio.open_connection(*address)
        secure = ssl.create_default_context() if proxy.scheme == "https" else None
        reader, writer = await asyncio.open_connection(
            proxy.hostname, proxy.port or (443 if secure else 80), ssl=secure
        )
        if tunnel:
            lines = [b"CONNECT %s:%d HTTP/1.1" % (address[0].encode("idna"), address[1])]
            lines += [b"Host: %s:%d" % (address[0].encode("idna"), address[1])]
            writer.write(b"\r\n".join([*lines, *_authorization(proxy)]) + HEAD_END)
            answer = (await reader.readuntil(HEAD_END)).split(b"\r\n", 1)[0].split()
            if answer[1:2] != [b"200"]:
                writer.close()
                raise OSError(f"the proxy answers {b' '.join(answer[1:]).decode(errors='replace')}")
        return reader, writer


@asynccontextmanager
async def gateway(allowed: Collection[Address], upstream: str = "") -> AsyncIterator[Gateway]:
    """A proxy that lives as long as the block; `upstream` is a proxy that it uses itself."""
    opened = Gateway(allowed, upstream)
    await opened.open()
    try:
        yield opened
    finally:
        await opened.close()


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _copy_both(one: Ends, other: Ends) -> None:
    """Until both sides have said everything, or neither says anything for a minute."""
    with suppress(TimeoutError):
        async with asyncio.timeout(IDLE_SECONDS) as idle:
            await asyncio.gather(_copy(one[0], other[1], idle), _copy(other[0], one[1], idle))


async def _copy(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle: asyncio.Timeout
) -> None:
    with suppress(OSError):  # one side left: the other learns it by the end of its stream
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
            idle.reschedule(asyncio.get_running_loop().time() + IDLE_SECONDS)
    with suppress(OSError, RuntimeError):
        if writer.can_write_eof():
            writer.write_eof()


async def _answer(writer: asyncio.StreamWriter, status: str, text: str) -> None:
    body = text.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close"
    writer.write(head.encode() + HEAD_END + body)
    await writer.drain()


def _origin_form(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _authorization(proxy: SplitResult) -> list[bytes]:
    if not proxy.username:
        return []
    pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return [b"Proxy-Authorization: Basic " + base64.b64encode(pair.encode())]
