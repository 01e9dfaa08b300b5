"""A child sees the variables that are named, and no others."""

from __future__ import annotations

import pytest

from workbench.host.sandbox.environment import generated_environment, own_tool_environment

SECRETS = (
    "OPENAI_API_KEY",
    "DATABASE_URL",
    "AWS_ACCESS_KEY_ID",
    "AWS_SESSION_TOKEN",
    "GITHUB_PAT",
    "GH_TOKEN",
    "SSH_AUTH_SOCK",
    "KUBECONFIG",
    "PGPASSWORD",
    "STACKWRIGHT_HOME",
    "STACKWRIGHT_MODEL",
    "LANGSMITH_API_KEY",
    "NPM_TOKEN",
    "SOMETHING_NEW",
)


@pytest.fixture(autouse=True)
def _secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("PATH", "/usr/bin")
    monkeypatch.setenv("HTTPS_PROXY", "http://user:secret-of-the-proxy@proxy.test")
    monkeypatch.setenv("HOME", "/srv/somebody")


def test_generated_code_sees_no_variable_of_ours_but_where_commands_are() -> None:
    environment = generated_environment({"PORT": "1"}, "/home/run")
    assert not set(SECRETS) & set(environment)
    assert "HTTPS_PROXY" not in environment
    assert environment["PATH"] == "/usr/bin"
    assert environment["HOME"] == "/home/run"
    assert environment["PORT"] == "1"


def test_a_variable_of_the_command_wins() -> None:
    assert generated_environment({"PATH": "/opt"}, "/home/run")["PATH"] == "/opt"


def test_our_own_tools_see_a_home_and_a_proxy_but_no_secret() -> None:
    environment = own_tool_environment({"CI": "1"})
    assert not set(SECRETS) & set(environment)
    assert environment["HOME"] == "/srv/somebody"
    assert environment["HTTPS_PROXY"].endswith("@proxy.test")
    assert environment["CI"] == "1"
