"""Our HTTP clients are ordinary ones that stay with their server, and children are not told of us."""

from __future__ import annotations

import pytest
import requests

from workbench.harness.http_client import AnotherServer, Answer, ServerSession, user_agent
from workbench.host.sandbox.environment import generated_environment, own_tool_environment

HERE = "http://127.0.0.1:4000"


def test_a_request_names_an_ordinary_browser_and_no_proxy_is_asked() -> None:
    session = ServerSession(HERE)
    assert str(session.headers["User-Agent"]).startswith("Mozilla/5.0 ")
    assert not session.trust_env


def test_the_browser_says_its_own_version() -> None:
    assert "Chrome/156.0.0.0" in user_agent(156)
    assert "Headless" not in user_agent()


def test_children_see_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWRIGHT_MODEL", "x")
    for environment in (generated_environment({}, "/srv/app"), own_tool_environment({})):
        assert not any(name.startswith("STACKWRIGHT_") for name in environment)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:4001/",
        "http://localhost:4000/",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:4000@169.254.169.254/",
        "https://127.0.0.1:4000/",
        "file:///etc/passwd",
    ],
)
def test_a_request_to_another_server_is_not_sent(url: str) -> None:
    with pytest.raises((AnotherServer, requests.exceptions.InvalidSchema)):
        ServerSession(HERE).get(url)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[" * 200_000, b"9" * 5000, b"NaN", b"\xff", b'{"a":' * 200 + b"1"]
)
def test_a_body_that_cannot_be_read_is_one_kind_of_error(body: bytes) -> None:
    with pytest.raises(requests.JSONDecodeError):
        Answer.of(200, {}, body).json()


def test_an_encoding_that_is_slow_to_read_is_not_followed() -> None:
    answer = Answer.of(200, {}, b"a" * 100_000, "punycode")
    assert answer.text == "a" * 100_000
