"""A network of its own: only the named ports join it to the host's loopback."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from workbench.host.ports import free_port, is_free, owner_of
from workbench.host.process import Command, Running, running
from workbench.host.sandbox.policy import Network, Sandbox

SERVER = """
import http.server, os, sys, urllib.request

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        try:
            body = urllib.request.urlopen("http://127.0.0.1:" + self.path[1:], timeout=5).read()
        except OSError as error:
            body = str(error).encode()
        self.answer(body)

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers["Content-Length"]))[::-1])

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


class Neighbour(BaseHTTPRequestHandler):
    """Another service of the host."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"the neighbour")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def neighbour() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Neighbour)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def serving(folder: Path, port: int, reaches: tuple[int, ...] = ()) -> Command:
    sandbox = Sandbox(None, network=Network(serves=(port,), reaches=reaches))
    return Command((sys.executable, "-c", SERVER, str(port)), folder, sandbox=sandbox)


async def until_ready(process: Running, port: int) -> None:
    while process.alive:
        try:
            connection = await asyncio.to_thread(socket.create_connection, ("127.0.0.1", port), 1)
            connection.close()
            return
        except OSError:
            await asyncio.sleep(0.01)
    raise AssertionError(await asyncio.to_thread(process.output))


async def asked(port: int, path: str) -> str:
    answer = await asyncio.to_thread(requests.get, f"http://127.0.0.1:{port}{path}", timeout=20)
    return answer.text


async def test_a_port_that_is_served_answers_on_the_host(tmp_path: Path) -> None:
    port = free_port()
    body = bytes(range(256)) * 20_000
    async with running(serving(tmp_path, port)) as process:
        await until_ready(process, port)
        url = f"http://127.0.0.1:{port}/"
        answer = await asyncio.to_thread(requests.post, url, data=body, timeout=60)
        assert answer.content == body[::-1]
    assert is_free(port)


async def test_only_a_named_port_of_the_host_is_reached(tmp_path: Path, neighbour: int) -> None:
    port = free_port()
    async with running(serving(tmp_path, port)) as process:
        await until_ready(process, port)
        assert "refused" in await asked(port, f"/{neighbour}/")
    port = free_port()
    async with running(serving(tmp_path, port, reaches=(neighbour,))) as process:
        await until_ready(process, port)
        assert await asked(port, f"/{neighbour}/") == "the neighbour"


async def test_nothing_is_accepted_before_the_command_listens(tmp_path: Path) -> None:
    port = free_port()
    sandbox = Sandbox(None, network=Network(serves=(port,)))
    command = Command(("sh", "-c", "echo started; sleep 300"), tmp_path, sandbox=sandbox)
    async with running(command) as process:
        while "started" not in await asyncio.to_thread(process.output):
            await asyncio.sleep(0.01)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.to_thread(socket.create_connection, ("127.0.0.1", port), 1)


async def test_a_taken_port_is_said_as_servers_say_it(tmp_path: Path, neighbour: int) -> None:
    async with running(serving(tmp_path, neighbour)) as process:
        finished = await asyncio.to_thread(process.wait, 30)
    assert finished.exit_code == 126
    assert "address already in use" in finished.stderr


async def test_two_commands_that_do_not_listen_yet_never_share_a_port(tmp_path: Path) -> None:
    sandbox = Sandbox(None, network=Network(serves=(port := free_port(),)))
    command = Command(("sh", "-c", "echo started; sleep 300"), tmp_path, sandbox=sandbox)
    async with running(command) as first:
        while "started" not in await asyncio.to_thread(first.output):
            await asyncio.sleep(0.01)
        async with running(command) as second:
            ended = await asyncio.to_thread(second.wait, 30)
        assert (ended.exit_code, first.alive) == (126, True)
        assert "address already in use" in ended.stderr
    async with running(serving(tmp_path, port)) as process:
        await until_ready(process, port)


async def test_the_owner_of_a_port_is_the_command_not_the_relay(tmp_path: Path) -> None:
    port = free_port()
    async with running(serving(tmp_path, port)) as process:
        await until_ready(process, port)
        owner = await asyncio.to_thread(owner_of, port, process.pid)
        line = await asyncio.to_thread(Path(f"/proc/{owner}/cmdline").read_text)
        assert line.split("\0")[1] == "-c"
