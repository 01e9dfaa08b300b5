"""How long somebody stays signed in: the plan says it, the server and the README follow."""

from __future__ import annotations

import pytest

from tests.support.desk import desk
from workbench.plan.access import Accounts
from workbench.scaffold.backend import backend_files
from workbench.scaffold.project import readme


@pytest.mark.parametrize(
    ("hours", "words"),
    [(1, "1 hour"), (8, "8 hours"), (24, "1 day"), (36, "36 hours"), (720, "30 days")],
)
def test_it_is_said_in_words(hours: int, words: str) -> None:
    assert Accounts(entity="User", token_hours=hours).signed_in_for == words


def test_server_and_readme_follow_the_plan() -> None:
    plan = desk()
    assert plan.accounts is not None
    accounts = plan.accounts.model_copy(update={"token_hours": 24})
    plan = plan.model_copy(update={"accounts": accounts})
    service = backend_files(plan, "desk")["backend/internal/application/auth_service.go"]
    assert "const TokenLifetime = 24 * time.Hour" in service
    assert "a token is valid for 1 day." in readme(plan, None)
