"""Our HTTP clients are ordinary ones, and children are not told of us."""

from __future__ import annotations

import pytest

from workbench.harness.http_client import plain_session, user_agent
from workbench.host.sandbox.environment import generated_environment, own_tool_environment


def test_a_request_names_an_ordinary_browser_and_no_proxy_is_asked() -> None:
    session = plain_session()
    assert str(session.headers["User-Agent"]).startswith("Mozilla/5.0 ")
    assert not session.trust_env


def test_the_browser_says_its_own_version() -> None:
    assert "Chrome/156.0.0.0" in user_agent(156)
    assert "Headless" not in user_agent()


def test_children_see_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STACKWRIGHT_MODEL", "x")
    for environment in (generated_environment({}, "/srv/app"), own_tool_environment({})):
        assert not any(name.startswith("STACKWRIGHT_") for name in environment)
