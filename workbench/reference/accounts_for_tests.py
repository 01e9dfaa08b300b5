"""Accounts of traces and scenarios: each `as_account` becomes a separate, signed-in account.

Steps that register it, or sign it in if it is seeded, are added before the others, so that runners
need no code for accounts. Accounts are registered each time, as every trace starts on a fresh database.
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
from workbench.reference.data_for_tests import numbered_record

Plain = TypeVar("Plain", bound=PlainStep)
# Accounts are numbered from here on, so that none equals a record that a trace creates.
FIRST_NUMBER = 101


def authorization(plan: SystemPlan, name: str) -> str:
    """The Authorization header of an account, with a token to fill in."""
    assert plan.accounts is not None
    return f"{plan.accounts.scheme} {{{{{name}_token}}}}"


def signed_in(
    plan: SystemPlan, steps: Sequence[HttpStep | ParallelStep]
) -> list[HttpStep | ParallelStep]:
    """The steps with their tokens, after steps that register the accounts they name."""
    return [*introductions(plan, steps), *(with_token(plan, step) for step in steps)]


def introductions(plan: SystemPlan, steps: Sequence[Step]) -> list[HttpStep]:
    """The steps that register or sign in every named account, in the order of their names in the steps."""
    if plan.accounts is None:
        return []
    return [
        step
        for number, name in enumerate(named_accounts(plan, steps))
        for step in sign_in_steps(plan, name, number)
    ]


def named_accounts(plan: SystemPlan, steps: Sequence[Step]) -> list[str]:
    """The accounts that the steps name, in their order, and the one whose id they need."""
    names = dict.fromkeys(name for step in steps for name in step.accounts)
    if any(f"{newcomer(plan)}_id" in step.references for step in steps):
        names.setdefault(newcomer(plan))
    return list(names)


def signed_in_again(
    plan: SystemPlan, steps: Sequence[Step], later: Sequence[Step]
) -> list[HttpStep]:
    """The steps that renew the tokens of the accounts that call in `later`, among those of `steps`.

    Who is expected to be asked to sign in keeps the old token.
    """
    callers = {
        step.as_account
        for step in later
        if isinstance(step, HttpStep) and 401 not in step.expect.status
    }
    names = [*dict.fromkeys(name for step in steps for name in step.accounts)]
    return [
        _login_step(plan, name, _registered_values(plan, name, names.index(name)))
        for name in names
        if name in callers
    ]


def with_token(plan: SystemPlan, step: Plain) -> Plain:
    """The step with the token of its account; unchanged if it names none."""
    if isinstance(step, ParallelStep):
        return step.model_copy(update={"steps": [with_token(plan, part) for part in step.steps]})
    if not isinstance(step, HttpStep) or step.as_account is None or plan.accounts is None:
        return step
    headers = {"Authorization": authorization(plan, step.as_account)} | step.headers
    return step.model_copy(update={"headers": headers})


def sign_in_steps(plan: SystemPlan, name: str, number: int = 0) -> list[HttpStep]:
    """Registers the account, or signs it in if it is seeded; captures its id and its token."""
    accounts = _accounts(plan)
    values = _registered_values(plan, name, number)
    if seeded_as(plan, name):
        return [_login_step(plan, name, values)]
    register = account_step(plan, accounts.register_operation, values)
    register.capture = {f"{name}_id": accounts.registered_place + accounts.id_out}
    if not accounts.registering_signs_in:
        return [register, _login_step(plan, name, values)]
    register.capture[f"{name}_token"] = accounts.token
    return [register]


def _login_step(plan: SystemPlan, name: str, values: dict[str, JsonValue]) -> HttpStep:
    """Signs in with an account's values; captures its id and a new token."""
    accounts = _accounts(plan)
    step = account_step(plan, accounts.login_operation, credentials_of(accounts, values))
    step.capture = {
        f"{name}_token": accounts.token,
        f"{name}_id": accounts.record + accounts.id_out,
    }
    return step


def account_step(plan: SystemPlan, name: str, values: dict[str, JsonValue]) -> HttpStep:
    """The step that sends values to an operation of the accounts, expecting its success."""
    operation = plan.operation(name)
    return HttpStep(
        method=operation.method,
        path=operation.path,
        body=wrapped(_accounts(plan).body_in, values),
        expect=Expectation(status=[operation.success]),
    )


def _registered_values(plan: SystemPlan, name: str, number: int) -> dict[str, JsonValue]:
    seed = seeded_as(plan, name)
    return seed.values if seed else account_values(plan, number)


def account_values(plan: SystemPlan, number: int) -> dict[str, JsonValue]:
    """The registration values of account `number`; they differ wherever the type allows."""
    entity = plan.entity(_accounts(plan).entity)
    return numbered_record(plan, entity, FIRST_NUMBER + number)


def credentials_of(accounts: Accounts, values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Login and password out of an account's values."""
    return {name: values[name] for name in (accounts.login, accounts.password)}


def _accounts(plan: SystemPlan) -> Accounts:
    assert plan.accounts is not None
    return plan.accounts
