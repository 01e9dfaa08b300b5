"""Whether a server writes passwords or tokens into its log: rule `backend.log`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner
from workbench.harness.servers import api
from workbench.harness.sessions import AccountSessions
from workbench.plan.access import Accounts
from workbench.plan.actors import newcomer, roles_of, seeded_as
from workbench.plan.steps import Expectation, HttpStep
from workbench.plan.system import SystemPlan
from workbench.reference.accounts_for_tests import account_step, authorization, credentials_of

WRONG_PASSWORD = "a password of nobody 7461"


@dataclass(frozen=True)
class Secret:
    """What must not be in a log, and what it is in words."""

    what: str
    text: str


async def secrets_in_log(context: GateContext) -> list[str]:
    """What of passwords and tokens the log has after each account used the server, in words.

    Empty without accounts. Raises `NotServing` and `StepFailed`.
    """
    if context.plan.accounts is None:
        return []
    async with api(context) as server:
        secrets = await asyncio.to_thread(use_accounts, context.plan, HttpRunner(server.url))
        log = await asyncio.to_thread(server.process.output)
    return leaked(log, secrets)


def leaked(log: str, secrets: list[Secret]) -> list[str]:
    """What of the secrets is in a log, in words, each once."""
    return [*dict.fromkeys(secret.what for secret in secrets if secret.text in log)]


def use_accounts(plan: SystemPlan, runner: HttpRunner) -> list[Secret]:
    """Registers, signs in with right and wrong passwords and sends tokens; what was secret in it.

    Raises `StepFailed` if an account cannot sign in. Does blocking I/O.
    """
    accounts = plan.accounts
    assert accounts is not None
    sessions = AccountSessions(plan, runner)
    secrets = [Secret("a password that was refused", WRONG_PASSWORD)]
    for name in (newcomer(plan), *(role for role in roles_of(plan) if seeded_as(plan, role))):
        sessions.ensure(name)
        values = sessions.values(name)
        secrets.append(Secret("a password", str(values[accounts.password])))
        token = str(runner.fill("{{" + name + "_token}}"))
        secrets.append(Secret("a token", token))
        for step in _requests(plan, accounts, name, values | {accounts.password: WRONG_PASSWORD}):
            runner.send(step)
    known = _names(plan)
    return [secret for secret in secrets if secret.text not in known]


def _names(plan: SystemPlan) -> str:
    """What a log may hold in any case: a password with the same letters would be found there too."""
    fields = [field.name for entity in plan.entities for field in entity.fields]
    return " ".join([plan.name, *(operation.path for operation in plan.operations), *fields])


def _requests(
    plan: SystemPlan, accounts: Accounts, name: str, wrong: dict[str, JsonValue]
) -> Iterator[HttpStep]:
    """A sign-in that is refused, and a request with the account's token for each that takes no id."""
    yield account_step(plan, accounts.login_operation, credentials_of(accounts, wrong))
    for operation in plan.operations:
        if operation.method == "GET" and "{" not in operation.path:
            headers = {"Authorization": authorization(plan, name)}
            yield HttpStep(
                method="GET",
                path=operation.path,
                headers=headers,
                expect=Expectation(status=[operation.success]),
            )
