"""A server under test gets a port of its own, and only its own answers count."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.support.plans import NOTES, planned
from workbench.harness.gate_context import GateContext
from workbench.harness.servers import STARTS, NotServing, Served, ServerEnvironment, server_at
from workbench.host.folders import Folders
from workbench.host.toolchains import Tool, Toolchains

PLAN = planned(NOTES)  # here, as it reads files: a test below an event loop may not
SERVER = """#!/usr/bin/env python3
import http.server, os, pathlib, sys
tries = pathlib.Path("tries")
tries.write_text(tries.read_text() + os.environ["PORT"] + "\\n" if tries.exists() else os.environ["PORT"] + "\\n")
if len(tries.read_text().splitlines()) <= {failures}:
    sys.exit("listen tcp 127.0.0.1:%s: bind: {reason}" % os.environ["PORT"])

class Ready(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Ready).serve_forever()
"""


def server(folder: Path, *, failures: int, reason: str = "address already in use") -> Path:
    binary = folder / "server"
    binary.write_text(SERVER.format(failures=failures, reason=reason))
    binary.chmod(0o755)
    return binary


def server_of(
    folder: Path, *, failures: int, reason: str = "address already in use"
) -> AbstractAsyncContextManager[Served]:
    binary = server(folder, failures=failures, reason=reason)
    return server_at(context_of(folder), binary, folder, ServerEnvironment({}, {}))


def context_of(folder: Path) -> GateContext:
    nothing = Tool("nothing", None, (), (0,), "nothing")
    toolchains = Toolchains(nothing, nothing, nothing, nothing, nothing, folder)
    return GateContext(folder, PLAN, toolchains, folder / "scratch", Folders(folder))


def tried(folder: Path) -> list[str]:
    return (folder / "tries").read_text().split()


async def test_a_port_that_was_taken_meanwhile_is_tried_again_elsewhere(tmp_path: Path) -> None:
    async with server_of(tmp_path, failures=2) as served:
        assert str(served.port) == tried(tmp_path)[-1]
    assert len(tried(tmp_path)) == 3


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
async def test_no_proxy_stands_between_a_gate_and_its_server(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv(name, "http://127.0.0.1:9")  # nothing listens there
    async with server_of(tmp_path, failures=0) as served:
        assert str(served.port) == tried(tmp_path)[-1]


async def test_ports_that_are_always_taken_are_given_up(tmp_path: Path) -> None:
    with pytest.raises(NotServing):
        async with server_of(tmp_path, failures=99):
            raise AssertionError("it cannot have started")
    assert len(tried(tmp_path)) == STARTS


async def test_a_server_that_fails_for_another_reason_is_not_tried_again(tmp_path: Path) -> None:
    with pytest.raises(NotServing) as failed:
        async with server_of(tmp_path, failures=9, reason="no such table"):
            raise AssertionError("it cannot have started")
    assert "no such table" in failed.value.log
    assert len(tried(tmp_path)) == 1
