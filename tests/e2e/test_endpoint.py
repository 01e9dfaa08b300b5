"""The whole loop over real HTTP: an OpenAI-compatible endpoint in front of a scripted model."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from stackwright import StackwrightError, abuild
from workbench.models.offline.chat import BlueprintChat

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("builds")]


class Endpoint(BaseHTTPRequestHandler):
    """Answers /chat/completions like a server that knows neither tools nor JSON schemas."""

    def do_POST(self) -> None:  # the name that http.server looks for
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        if self.headers["Authorization"] != "Bearer right":
            self._reply(401, {"error": {"message": "bad key", "code": "invalid_api_key"}})
            return
        text = str(BlueprintChat().invoke([HumanMessage(body["messages"][-1]["content"])]).text)
        choice = {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": text},
        }
        usage = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}
        self._reply(
            200,
            {"id": "x", "object": "chat.completion", "created": 0, "model": body["model"],
             "choices": [choice], "usage": usage},
        )  # fmt: skip

    def _reply(self, status: int, body: object) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    yield
    server.shutdown()
    thread.join()
    server.server_close()


async def test_an_openai_compatible_endpoint_builds_a_verified_system(
    endpoint: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "right")
    result = await abuild("A notes app", out=tmp_path / "out", model="openai:scripted:7b")
    assert result.verified, result.verdict.summary
    assert result.verdict.usage["planner"] == {"calls": 1, "input_tokens": 11, "output_tokens": 7}
    assert {"planner", "backend_coder", "frontend_coder"} <= result.verdict.usage.keys()


async def test_a_wrong_key_fails_at_once_and_says_what_to_check(
    endpoint: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "wrong")
    with pytest.raises(StackwrightError, match="check OPENAI_API_KEY") as error:
        await abuild("A notes app", out=tmp_path / "out", model="openai:scripted")
    assert error.value.exit_code == 3
    assert not (tmp_path / "out").exists()
