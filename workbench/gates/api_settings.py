"""api.settings: the server does what its environment variables say, and serves the built pages."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path

from workbench.harness import servers
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.harness.settings.checks import (
    ORIGINS,
    SettingCheck,
    SettingChecks,
    write_pages,
)
from workbench.harness.settings.starts import (
    AWKWARD_DATABASE,
    REFUSED,
    USUAL_DATABASE,
    greatest_free_port,
    has_database,
    initial_passwords,
    refuses,
    signs_in_with,
)
from workbench.host.folders import temporary_folder
from workbench.host.untrusted.files import UnreadableFile, read_text
from workbench.openapi.reading.limits import MAX_BYTES
from workbench.plan.system import Storage
from workbench.progress.results import (
    KEPT_OF_LOG,
    Finding,
    GateResult,
    judged,
)

NAME = "api.settings"
SETTINGS = "backend.settings"
DOCUMENT = "openapi.yaml"


async def check(context: GateContext) -> GateResult:
    """Starts the server with settings, without any, and with settings that it must reject."""
    started = time.monotonic()
    try:
        document = await asyncio.to_thread(read_text, context.folder, DOCUMENT, MAX_BYTES)
    except UnreadableFile as error:
        message = "the system's document cannot be read"
        finding = Finding(gate=NAME, message=message, file=DOCUMENT, actual=error.reason)
        return judged(NAME, [finding], seconds=time.monotonic() - started)
    async with servers.server_environment(context.plan) as environment:
        checking = _Checking(context, environment, document)
        await checking.started("with_settings", checking.with_settings)
        await checking.started("without_pages", checking.without_pages)
        await checking.started("with_defaults", checking.with_defaults)
        await checking.refused_starts()
    return judged(
        NAME,
        checking.findings,
        seconds=time.monotonic() - started,
        passed_checks=checking.passed,
    )


class _Checking:
    """The servers that are started one after the other, and the results of the checks."""

    def __init__(
        self, context: GateContext, environment: servers.ServerEnvironment, document: str
    ) -> None:
        self.context, self.environment, self.document = context, environment, document
        self.findings: list[Finding] = []
        self.passed: list[str] = []

    async def started(self, name: str, part: Callable[[Path], Awaitable[None]]) -> None:
        """The checks of one server, in a folder of its own. If it does not start, that is a finding."""
        name = f"settings.start.{name}"
        try:
            async with temporary_folder("settings") as data:
                await part(data)
        except servers.NotServing as failed:
            log = failed.log[-KEPT_OF_LOG:]
            self.findings.append(
                Finding(gate=NAME, message=str(failed), rule=SETTINGS, check=name, evidence=log)
            )
        else:
            self.passed.append(name)

    async def with_settings(self, data: Path) -> None:
        """A server that is given origins, pages, and passwords of its first accounts."""
        accounts = list(initial_passwords(self.context.plan))
        pages = await asyncio.to_thread(_written_pages, data)
        passwords = {account.variable: account.password for account in accounts}
        variables = {"STATIC_DIR": str(pages), "CORS_ORIGINS": ORIGINS, **passwords}
        async with self._server(data, variables) as server:
            for account in accounts:
                run = partial(signs_in_with, self.context.plan, account, HttpRunner(server.url))
                name = f"password.{account.role}"
                await self._carry_out(SettingCheck(name, "api.seed", run))
            for one in SettingChecks(self.context.plan, server.url, self.document).all():
                await self._carry_out(one)

    async def without_pages(self, data: Path) -> None:
        """A server without STATIC_DIR, whose database has an awkward name."""
        database = data / AWKWARD_DATABASE
        async with self._server(data, {"DATABASE_PATH": str(database)}) as server:
            checks = SettingChecks(self.context.plan, server.url, self.document)
            for one in checks.without_pages():
                await self._carry_out(one)
            if self.context.plan.storage is Storage.SQLITE:
                run = partial(has_database, data, database)
                await self._carry_out(SettingCheck("named.database", SETTINGS, run))

    async def with_defaults(self, data: Path) -> None:
        """A server without DATABASE_PATH, on the highest free port."""
        port = await asyncio.to_thread(greatest_free_port)
        async with self._server(data, {"DATABASE_PATH": None}, port):
            if self.context.plan.storage is Storage.SQLITE:
                run = partial(has_database, data, data / USUAL_DATABASE)
                await self._carry_out(SettingCheck("default.database", SETTINGS, run))

    async def refused_starts(self) -> None:
        """Servers with values that they cannot use."""
        for start in REFUSED:
            async with temporary_folder("settings") as data:
                refused = refuses(self.context, data, self.environment, start)
                await self._report(f"start.{start.name}", SETTINGS, refused)

    def _server(
        self,
        data: Path,
        variables: Mapping[str, str | None] | None = None,
        port: int | None = None,
    ) -> AbstractAsyncContextManager[servers.Served]:
        binary = self.context.binary
        return servers.server_at(self.context, binary, data, self.environment, variables, port=port)

    async def _carry_out(self, one: SettingCheck) -> None:
        await self._report(one.name, one.rule, asyncio.to_thread(one.run))

    async def _report(self, name: str, rule: str, check: Awaitable[None]) -> None:
        """Waits for a check; if it fails, that is a finding."""
        name = f"settings.{name}"
        try:
            await check
        except StepFailed as failed:
            self.findings.append(
                Finding(
                    gate=NAME,
                    message=failed.step,
                    rule=rule,
                    check=name,
                    expected=failed.expected,
                    actual=failed.actual,
                    evidence=failed.evidence,
                )
            )
        else:
            self.passed.append(name)


def _written_pages(data: Path) -> Path:
    pages = data / "pages"
    write_pages(pages)
    return pages


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="the server serves its document; with `CORS_ORIGINS` only those origins may call it; with `STATIC_DIR` browsers get the page at every address, its scripts and its configuration, and the API still answers; without `STATIC_DIR` there is only the API; the records are in the file that `DATABASE_PATH` names, whatever characters it has, and without it in `data/app.db`; with a `PORT` or `HOST` on which it cannot listen it exits with an error; seeded accounts have the passwords of their variables",
    rules=(SETTINGS, "api.cors", "page.served_by_backend", "api.seed"),
    turn=1,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
