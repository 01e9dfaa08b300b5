"""Stand-ins for the services that a system calls; they record the requests they get."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from pydantic import JsonValue

from workbench.host.untrusted.json_texts import NotJson, read_json
from workbench.plan.integrations import Integration, StandInResponse
from workbench.plan.path_templates import is_like
from workbench.plan.system import SystemPlan

# A call of a generated server ends within so many seconds and bytes, or is not answered; of more
# calls than any scenario makes only the first are kept.
MAX_SECONDS, MAX_BYTES, MAX_CALLS = 10.0, 4 << 20, 1_000


@dataclass(frozen=True)
class Call:
    """One request that the system made."""

    method: str
    path: str
    body: JsonValue


@dataclass
class StandIn:
    """One running stand-in, with the requests it got."""

    integration: Integration
    url: str = ""
    calls: list[Call] = field(default_factory=list)

    def response_to(self, call: Call) -> StandInResponse | None:
        """Records the call; returns the plan's response to it, or None if the plan has none."""
        if len(self.calls) < MAX_CALLS:
            self.calls.append(call)
        for response in self.integration.stub:
            if response.method == call.method and is_like(response.path, call.path):
                return response
        return None


@contextmanager
def run_stand_ins(plan: SystemPlan) -> Iterator[Mapping[str, StandIn]]:
    """A stand-in for each integration of the plan, by name, each on its own port. Does blocking I/O."""
    with ExitStack() as stack:
        yield {
            item.name: stack.enter_context(_serving(StandIn(item))) for item in plan.integrations
        }


@contextmanager
def _serving(stand_in: StandIn) -> Iterator[StandIn]:
    class Handler(_Handler):
        recorder = stand_in

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True, name="stand-in")
    thread.start()
    stand_in.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield stand_in
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    recorder: StandIn
    timeout = MAX_SECONDS

    def _respond(self) -> None:
        claimed = self.headers["Content-Length"] or "0"
        if not (claimed.isascii() and claimed.isdigit() and int(claimed[:20]) <= MAX_BYTES):
            self.send_error(413)
            self.close_connection = True
            return
        sent = self.rfile.read(int(claimed))
        path = self.path.partition("?")[0]
        response = self.recorder.response_to(Call(self.command, path, _json(sent)))
        body = (
            b"" if response is None or response.body is None else json.dumps(response.body).encode()
        )
        self.send_response(404 if response is None else response.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _respond  # noqa: N815 (http.server's names)

    def log_message(self, format: str, *args: object) -> None:
        return None


def _json(sent: bytes) -> JsonValue:
    try:
        body: JsonValue = read_json(sent)
    except NotJson:
        return None
    return body
