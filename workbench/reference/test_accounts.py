"""Accounts of traces and scenarios: each `as_account` becomes an account of its own, signed in.

The steps that register it, or sign it in where it is seeded, are put in front; what runs them needs
to know nothing of accounts. Every account is made anew, as every probe starts on a fresh database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import JsonValue

from workbench.plan.access import Accounts
from workbench.plan.actors import newcomer, seeded_as
from workbench.plan.pointers import wrapped
from workbench.plan.steps import (
    Expectation,
    HttpStep,
    ParallelStep,
    PlainStep,
    Step,
)
from workbench.plan.system import SystemPlan
from workbench.reference.test_data import numbered_record

Plain = TypeVar("Plain", bound=PlainStep)
# Steps that nobody takes.
# Accounts are numbered from here on, so that none is like a record that a trace makes.
FIRST_NUMBER = 101


def authorization(plan: SystemPlan, name: str) -> str:
    """The value of the header that an account sends, with a token to be filled in."""
    assert plan.accounts is not None
    return f"{plan.accounts.scheme} {{{{{name}_token}}}}"


def signed_in(
    plan: SystemPlan, steps: Sequence[HttpStep | ParallelStep]
) -> list[HttpStep | ParallelStep]:
    """The steps with the accounts that they name made in front, and each token sent."""
    return [*introductions(plan, steps), *(with_token(plan, step) for step in steps)]


def introductions(plan: SystemPlan, steps: Sequence[Step]) -> list[HttpStep]:
    """The steps that make every account that is named, in the order in which they are named."""
    if plan.accounts is None:
        return []
    names = dict.fromkeys(name for step in steps for name in step.accounts)
    if any(f"{newcomer(plan)}_id" in step.references for step in steps):
        names.setdefault(newcomer(plan))
    return [sign_in_step(plan, name, number) for number, name in enumerate(names)]


def with_token(plan: SystemPlan, step: Plain) -> Plain:
    """The step with the token of the account that calls; as it is where nobody does."""
    if isinstance(step, ParallelStep):
        return step.model_copy(update={"steps": [with_token(plan, part) for part in step.steps]})
    if not isinstance(step, HttpStep) or step.as_account is None or plan.accounts is None:
        return step
    headers = {"Authorization": authorization(plan, step.as_account)} | step.headers
    return step.model_copy(update={"headers": headers})


def sign_in_step(plan: SystemPlan, name: str, number: int = 0) -> HttpStep:
    """Registers the account, or signs it in where it is seeded; captures its id and its token."""
    accounts = _accounts(plan)
    seed = seeded_as(plan, name)
    operation = plan.operation(accounts.login_operation if seed else accounts.register_operation)
    values = credentials_of(accounts, seed.values) if seed else account_values(plan, number)
    return HttpStep(
        method=operation.method,
        path=operation.path,
        body=wrapped(accounts.body_in, values),
        expect=Expectation(status=[operation.success]),
        capture={
            f"{name}_token": accounts.token,
            f"{name}_id": accounts.record + accounts.id_out,
        },
    )


def account_values(plan: SystemPlan, number: int) -> dict[str, JsonValue]:
    """What account number n registers with; different in everything that may differ."""
    entity = plan.entity(_accounts(plan).entity)
    return numbered_record(plan, entity, FIRST_NUMBER + number)


def credentials_of(accounts: Accounts, values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Login and password out of an account's values."""
    return {name: values[name] for name in (accounts.login, accounts.password)}


def _accounts(plan: SystemPlan) -> Accounts:
    assert plan.accounts is not None
    return plan.accounts
