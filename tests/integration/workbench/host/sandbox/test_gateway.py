"""The proxy of the install step connects to the registries, and to nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from workbench.host.sandbox import gateway as gateway_module
from workbench.host.sandbox.gateway import gateway

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"


@asynccontextmanager
async def server(heard: list[bytes], answer: bytes = ANSWER) -> AsyncIterator[int]:
    """A server that notes the head of each request and answers all alike."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(answer)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


async def said(port: int, request: bytes, then: bytes = b"") -> bytes:
    """All that comes back on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    if then:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(then)
    answer = await asyncio.wait_for(reader.read(), 30)
    writer.close()
    return answer


async def test_a_registry_is_reached_in_a_tunnel_and_without() -> None:
    heard: list[bytes] = []
    async with server(heard) as port, gateway({("127.0.0.1", port)}) as opened:
        request = b"GET /clsx HTTP/1.1\r\nHost: x\r\n\r\n"
        connect = b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n" % port
        assert (await said(opened.port, connect, request)).endswith(b"hi")
        plain = b"GET http://127.0.0.1:%d/clsx?x=1 HTTP/1.1\r\nHost: x\r\nProxy-Connection: keep-alive\r\n\r\n"
        assert (await said(opened.port, plain % port)).endswith(b"hi")
        assert opened.refused == set()
    assert heard[0] == request
    assert heard[1].startswith(b"GET /clsx?x=1 HTTP/1.1\r\n")
    assert b"Proxy-" not in heard[1]


@pytest.mark.parametrize(
    "request_head",
    [
        b"CONNECT 127.0.0.1:%d HTTP/1.1\r\n\r\n",
        b"CONNECT localhost:%d HTTP/1.1\r\n\r\n",
        b"GET http://127.0.0.1:%d/ HTTP/1.1\r\n\r\n",
        b"GET ftp://127.0.0.1:%d/ HTTP/1.1\r\n\r\n",
        b"POST http://localhost:%d/ HTTP/1.1\r\nHost: registry.npmjs.org\r\n\r\n",
    ],
)
async def test_every_other_address_is_refused(request_head: bytes) -> None:
    heard: list[bytes] = []
    async with server(heard) as port, gateway({("registry.npmjs.org", 443)}) as opened:
        answer = await said(opened.port, request_head % port)
        assert answer.startswith(b"HTTP/1.1 403")
        assert b"is not a registry of this host" in answer
        assert {refused[1] for refused in opened.refused} == {port}
    assert heard == []


@pytest.mark.parametrize(
    "junk", [b"\r\n\r\n", b"CONNECT\r\n\r\n", b"\xff\xfe\r\n\r\n", b"CONNECT a:b c\r\n\r\n"]
)
async def test_what_is_no_request_ends_its_connection_only(junk: bytes) -> None:
    heard: list[bytes] = []
    async with server(heard) as port, gateway({("127.0.0.1", port)}) as opened:
        assert await said(opened.port, junk) == b""
        plain = b"GET http://127.0.0.1:%d/ HTTP/1.1\r\n\r\n" % port
        assert (await said(opened.port, plain)).endswith(b"hi")


async def test_a_registry_that_does_not_answer_is_said() -> None:
    async with gateway({("127.0.0.1", 1)}) as opened:
        answer = await said(opened.port, b"CONNECT 127.0.0.1:1 HTTP/1.1\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 502")


async def test_the_proxy_of_this_host_is_used_with_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[bytes] = []
    for name in ("NO_PROXY", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    async with server(heard, b"HTTP/1.1 200 Connection established\r\n\r\nsecret") as port:
        monkeypatch.setenv("https_proxy", f"http://user:pass%20word@127.0.0.1:{port}")
        async with gateway({("registry.example", 443)}) as opened:
            answer = await said(opened.port, b"CONNECT registry.example:443 HTTP/1.1\r\n\r\n")
    assert answer.endswith(b"secret")
    assert heard[0].startswith(b"CONNECT registry.example:443 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic dXNlcjpwYXNzIHdvcmQ=" in heard[0]


async def test_a_registry_that_says_nothing_more_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(gateway_module, "IDLE_SECONDS", 0.2)
    asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        await reader.read()  # until the other side leaves
        writer.close()

    silent = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    async with gateway({("127.0.0.1", port)}) as opened:
        request = b"GET http://127.0.0.1:%d/clsx HTTP/1.1\r\n\r\n" % port
        assert await said(opened.port, request) == b""
    assert asked.is_set()
    silent.close()
