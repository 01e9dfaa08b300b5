"""An OpenAI-compatible HTTP server in front of scripted answers: the only faked piece of a run.

It streams when asked to, and knows neither tools nor JSON schemas.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from langchain_core.messages import HumanMessage

from workbench.llm.recording import NONCE, Recording
from workbench.offline.chat import OfflineChat

KEY = "right"
PIECE = 600


@dataclass(frozen=True)
class Say:
    """A proper answer; `usage` is (tokens in, tokens out), None for a server that tells none."""

    text: str
    finish: str = "stop"
    usage: tuple[int, int] | None = (11, 7)
    refusal: str = ""
    tool: str = ""


@dataclass(frozen=True)
class Status:
    """A refusal with a status."""

    code: int
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "no"


@dataclass(frozen=True)
class BreakOff:
    """A stream that ends in the middle of this text."""

    text: str


@dataclass(frozen=True)
class Page:
    """Something that is not a chat completion at all."""

    body: str = "<html>welcome</html>"


@dataclass(frozen=True)
class Hang:
    """No answer for so many seconds."""

    seconds: float


Behaviour = Say | Status | BreakOff | Page | Hang


def offline_answer(body: dict[str, Any]) -> Behaviour:
    """What the offline model would say to the request's last message."""
    message = HumanMessage(body["messages"][-1]["content"])
    return Say(str(OfflineChat().invoke([message]).text))


ROLES = {
    "# Planner": "planner",
    "# Backend coder": "backend_coder",
    "# Frontend coder": "frontend_coder",
    "# Debugger": "debugger",
}


def answering_from(recording: Recording) -> Callable[[dict[str, Any]], Behaviour]:
    """The recorded answers, each to the role that asks, in their order."""
    answers: dict[str, deque[str]] = {role: deque() for role in ROLES.values()}
    for call in recording.calls():
        answers[call.role].append(call.answer)

    def answer(body: dict[str, Any]) -> Behaviour:
        asked = body["messages"][-1]["content"]
        nonce = re.search(r"<<<begin (\w+) ", asked)
        assert nonce is not None
        said = answers[ROLES[asked.partition("\n")[0]]].popleft()
        return Say(said.replace(NONCE, nonce[1]))

    return answer


@dataclass
class ScriptedEndpoint:
    """What is answered: first the script, then `otherwise`; `requests` keeps what was asked."""

    script: deque[Behaviour] = field(default_factory=deque)
    otherwise: Callable[[dict[str, Any]], Behaviour] = offline_answer
    requests: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    def next(self, body: dict[str, Any]) -> Behaviour:
        self.requests.append(body)
        return self.script.popleft() if self.script else self.otherwise(body)


@contextmanager
def serving(endpoint: ScriptedEndpoint) -> Iterator[ScriptedEndpoint]:
    """Serves it on a free port of loopback."""

    class Handler(_Handler):
        scripted = endpoint

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    endpoint.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield endpoint
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    scripted: ScriptedEndpoint

    def do_POST(self) -> None:  # the name that http.server looks for
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers["Authorization"] not in (f"Bearer {KEY}", "Bearer not-needed"):
            self._json(401, {"error": {"message": "bad key", "code": "invalid_api_key"}})
            return
        behaviour = self.scripted.next(body)
        match behaviour:
            case Say():
                self._stream(body, behaviour) if body.get("stream") else self._whole(
                    body, behaviour
                )
            case BreakOff():
                self._break_off(body, behaviour.text)
            case Status():
                self._json(
                    behaviour.code, {"error": {"message": behaviour.message}}, behaviour.headers
                )
            case Page():
                self._send(200, behaviour.body.encode(), {"Content-Type": "text/html"})
            case Hang():
                time.sleep(behaviour.seconds)
                self._json(503, {"error": {"message": "late"}})

    def _whole(self, body: dict[str, Any], say: Say) -> None:
        message: dict[str, Any] = {
            "role": "assistant",
            "content": say.text,
            "refusal": say.refusal or None,
        }
        choice = {"index": 0, "finish_reason": say.finish, "message": message}
        answer = {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": body["model"],
            "choices": [choice],
        }
        self._json(200, answer | _usage(say.usage))

    def _stream(self, body: dict[str, Any], say: Say) -> None:
        self._begin_stream()
        for start in range(0, len(say.text), PIECE):
            self._event(body, {"content": say.text[start : start + PIECE]})
        if say.refusal:
            self._event(body, {"refusal": say.refusal})
        if say.tool:
            call = {"name": say.tool, "arguments": "{}"}
            self._event(
                body,
                {"tool_calls": [{"index": 0, "id": "1", "type": "function", "function": call}]},
            )
        self._event(body, {}, finish=say.finish)
        if say.usage is not None:
            self._line(
                {
                    "id": "x",
                    "object": "chat.completion.chunk",
                    "created": 0,
                    "model": body["model"],
                    "choices": [],
                }
                | _usage(say.usage)
            )
        self.wfile.write(b"data: [DONE]\n\n")

    def _break_off(self, body: dict[str, Any], text: str) -> None:
        self._begin_stream()
        self._event(body, {"content": text})
        self.wfile.flush()
        self.close_connection = True

    def _begin_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def _event(
        self, body: dict[str, Any], delta: dict[str, Any], finish: str | None = None
    ) -> None:
        choice = {"index": 0, "delta": {"role": "assistant"} | delta, "finish_reason": finish}
        self._line(
            {
                "id": "x",
                "object": "chat.completion.chunk",
                "created": 0,
                "model": body["model"],
                "choices": [choice],
            }
        )

    def _line(self, data: object) -> None:
        self.wfile.write(f"data: {json.dumps(data)}\n\n".encode())

    def _json(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        self._send(
            status,
            json.dumps(body).encode(),
            {"Content-Type": "application/json"} | (headers or {}),
        )

    def _send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        return None


def _usage(usage: tuple[int, int] | None) -> dict[str, Any]:
    if usage is None:
        return {}
    tokens = {"prompt_tokens": usage[0], "completion_tokens": usage[1], "total_tokens": sum(usage)}
    return {"usage": tokens}
