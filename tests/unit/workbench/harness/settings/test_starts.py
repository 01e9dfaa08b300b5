"""Seeded accounts have the passwords of their variables; what is not so is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.desk import desk
from tests.support.plans import planned
from tests.support.reference_server import ReferenceServer, runner_on
from workbench.harness.http_steps import StepFailed
from workbench.harness.settings.starts import initial_passwords, signs_in_with


def test_a_role_with_a_seeded_account_has_a_variable() -> None:
    assert [account.variable for account in initial_passwords(desk())] == ["AGENT_PASSWORD"]


def test_a_plan_without_accounts_has_none() -> None:
    assert not list(initial_passwords(planned("A notes app")))


def test_a_server_that_ignores_the_variable_is_seen() -> None:
    plan = desk()
    account = next(initial_passwords(plan))
    with pytest.raises(StepFailed, match="does not have the password of AGENT_PASSWORD"):
        signs_in_with(plan, account, runner_on(ReferenceServer(plan)))


def test_a_server_that_takes_the_planned_password_too_is_seen() -> None:
    plan = desk()
    account = next(initial_passwords(plan))
    with pytest.raises(StepFailed, match="does not have the password"):
        signs_in_with(
            plan, replace(account, other=account.planned), runner_on(ReferenceServer(plan))
        )


def test_the_password_of_the_variable_signs_in() -> None:
    plan = desk()
    account = next(initial_passwords(plan))
    # As if the server had been started with the variable: what the plan says is another password.
    given = replace(account, other=account.planned, planned=account.other)
    signs_in_with(plan, given, runner_on(ReferenceServer(plan)))
