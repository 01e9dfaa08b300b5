"""How a server starts with settings that it cannot use, and without settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import JsonValue

from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.servers import ServerEnvironment, server_command
from workbench.host.ports import free_port, is_free
from workbench.host.process import Finished, run
from workbench.plan.system import SystemPlan
from workbench.reference.accounts_for_tests import account_step, account_values, credentials_of
from workbench.scaffold.accounts.access_views import seeded_accounts

SECONDS = 10.0
# The highest port; outside the range from which Linux chooses ports by default.
GREATEST_PORT = 65535
# Where the records are if DATABASE_PATH does not say: rule `backend.settings`.
USUAL_DATABASE = Path("data") / "app.db"
# A file name with characters that mean something in a URL.
AWKWARD_DATABASE = Path("data #1") / "app?100%25.db"
OTHER_PASSWORD = 50


@dataclass(frozen=True)
class RefusedStart:
    """A value that a server cannot use, so that it must exit with an error."""

    name: str
    variable: str
    value: str
    reason: str


REFUSED = (
    RefusedStart("port.word", "PORT", "none", "it is not a number"),
    RefusedStart("port.negative", "PORT", "-1", "ports are from 0 to 65535"),
    RefusedStart("port.too_large", "PORT", "65536", "ports are from 0 to 65535"),
    # RFC 5737: an address for documents, which no host has.
    RefusedStart("host", "HOST", "192.0.2.1", "the host does not have this address"),
)


async def refuses(
    context: GateContext, data: Path, environment: ServerEnvironment, start: RefusedStart
) -> None:
    """Starts the server with such a value. Raises `StepFailed` unless it exits with an error."""
    given = {start.variable: start.value}
    command = server_command(context, context.binary, data, environment, free_port(), given)
    finished = await run(replace(command, timeout=SECONDS))
    if finished.timed_out or finished.exit_code == 0:
        raise StepFailed(
            f"the server starts with {start.variable}={start.value}",
            f"an error and an exit code other than 0: {start.reason}",
            _ended(finished),
            finished.output,
        )


def _ended(finished: Finished) -> str:
    if finished.timed_out:
        return f"it still runs after {SECONDS:g} s"
    return f"exit code {finished.exit_code}"


def greatest_free_port() -> int:
    """The highest port, or another free one. Does blocking I/O."""
    return GREATEST_PORT if is_free(GREATEST_PORT) else free_port()


def has_database(data: Path, database: Path) -> None:
    """Raises `StepFailed` if a server that started in the folder `data` keeps its records elsewhere."""
    if not database.is_file():
        name = database.relative_to(data)
        given = f"with DATABASE_PATH={name}"
        there = sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file())
        raise StepFailed(
            f"{'without DATABASE_PATH' if name == USUAL_DATABASE else given}, the server does not keep"
            f" its records in {name}",
            f"the file {name}, below the folder in which it was started",
            f"files: {', '.join(there) or 'none'}",
            "",
        )


@dataclass(frozen=True)
class InitialPassword:
    """The account that is there from the start with a role, and another password for it."""

    role: str
    variable: str
    password: str
    """What the variable is set to: not the password of the plan."""

    planned: dict[str, JsonValue]
    other: dict[str, JsonValue]


def initial_passwords(plan: SystemPlan) -> Iterator[InitialPassword]:
    """The first seeded account of each role; none without accounts. Rule `api.seed`."""
    if plan.accounts is None:
        return
    other = account_values(plan, OTHER_PASSWORD)[plan.accounts.password]
    known: set[str] = set()
    for account in seeded_accounts(plan):
        if account.role and account.role not in known:
            known.add(account.role)
            planned = credentials_of(plan.accounts, account.seed.values)
            yield InitialPassword(
                account.role,
                account.variable,
                str(other),
                planned,
                planned | {plan.accounts.password: other},
            )


def signs_in_with(plan: SystemPlan, account: InitialPassword, runner: HttpRunner) -> None:
    """Raises `StepFailed` unless the account has the password that its variable gave it."""
    assert plan.accounts is not None
    for credentials, is_right in ((account.other, True), (account.planned, False)):
        step = account_step(plan, plan.accounts.login_operation, credentials)
        exchange = runner.send(step)
        if exchange.response.ok != is_right:
            raise StepFailed(
                f"the account with the role {account.role!r} does not have the password of"
                f" {account.variable}",
                "only the password of the variable signs in",
                f"status {exchange.response.status_code} for "
                f"{'the password of the variable' if is_right else 'the one of the plan'}",
                exchange.evidence,
            )
