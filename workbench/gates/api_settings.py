"""api.settings: the server does what its environment variables say, and serves the built pages."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from workbench.harness import servers
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import StepFailed
from workbench.harness.settings_checks import (
    ORIGINS,
    SettingCheck,
    SettingChecks,
    write_pages,
)
from workbench.host.folders import temporary_folder
from workbench.progress.results import (
    KEPT_OF_LOG,
    Finding,
    GateResult,
    judged,
    not_verified,
)

NAME = "api.settings"


async def check(context: GateContext) -> GateResult:
    """Every check of a server that is given origins and pages, and of one that has no pages."""
    if not await asyncio.to_thread(context.binary.is_file):
        return not_verified(NAME, "there is no server binary: backend.build did not pass")
    started = time.monotonic()
    findings: list[Finding] = []
    passed: list[str] = []
    document = await asyncio.to_thread((context.folder / "openapi.yaml").read_text)
    try:
        async with (
            temporary_folder("settings") as data,
            servers.server_environment(context.plan) as environment,
        ):
            variables = await asyncio.to_thread(_variables, data)
            async with servers.server_at(
                context, context.binary, data, environment, variables
            ) as server:
                checks = SettingChecks(context.plan, server.url, document)
                for one in checks.all():
                    await asyncio.to_thread(_carry_out, one, findings, passed)
            async with servers.server_at(context, context.binary, data, environment) as server:
                checks = SettingChecks(context.plan, server.url, document)
                for one in checks.without_pages():
                    await asyncio.to_thread(_carry_out, one, findings, passed)
    except servers.NotServing as failed:
        log = failed.log[-KEPT_OF_LOG:]
        findings.append(Finding(gate=NAME, message=str(failed), evidence=log))
    return judged(NAME, findings, seconds=time.monotonic() - started, passed_checks=passed)


def _variables(data: Path) -> dict[str, str]:
    pages = data / "pages"
    write_pages(pages)
    return {"STATIC_DIR": str(pages), "CORS_ORIGINS": ORIGINS}


def _carry_out(one: SettingCheck, findings: list[Finding], passed: list[str]) -> None:
    name = f"settings.{one.name}"
    try:
        one.run()
    except StepFailed as ignored:
        findings.append(
            Finding(
                gate=NAME,
                message=ignored.step,
                rule=one.rule,
                check=name,
                expected=ignored.expected,
                actual=ignored.actual,
                evidence=ignored.evidence,
            )
        )
    else:
        passed.append(name)


GATE = Gate(
    name=NAME,
    stage=Stage.BEHAVIOUR,
    check=check,
    proves="the server serves its document; with `CORS_ORIGINS` only those origins may call it; with `STATIC_DIR` browsers get the page at every address, scripts and the configuration, and the API answers where it did; without `STATIC_DIR` there is the API alone",
    rules=("backend.settings", "api.cors", "page.served_by_backend"),
    turn=1,
    needs=("backend.build",),
    component="backend",
    runs_the_system=True,
    lists_checks=True,
)
