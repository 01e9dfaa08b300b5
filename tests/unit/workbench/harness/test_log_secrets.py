"""Passwords and tokens in a log are found, whoever used them."""

from __future__ import annotations

from tests.support.desk import desk
from tests.support.reference_server import ReferenceServer, runner_on
from workbench.harness.log_secrets import WRONG_PASSWORD, Secret, leaked, use_accounts


def test_every_account_is_used_and_its_secrets_are_known() -> None:
    secrets = use_accounts(desk(), runner_on(ReferenceServer(desk())))
    texts = {secret.text for secret in secrets}
    assert {WRONG_PASSWORD, "agent-password"} < texts
    assert sum(secret.what == "a token" for secret in secrets) == 2


def test_each_kind_of_secret_is_named_once() -> None:
    secrets = [Secret("a token", "t-1"), Secret("a token", "t-2"), Secret("a password", "p")]
    log = 'request authorization="Bearer t-1"\nrequest authorization="Bearer t-2"\n'
    assert leaked(log, secrets) == ["a token"]
    assert leaked("request method=GET", secrets) == []
