"""clean_room: a fresh copy builds, runs and passes by its README alone, in an empty environment."""

from __future__ import annotations

import asyncio
import re
import shlex
import sys
import time
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

import workbench
from workbench.harness.browser.job import JOURNEY
from workbench.harness.browser.session import run_journeys
from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import BINARY, BUNDLE, PRODUCTS, GateContext
from workbench.harness.readme.job import BlockOutcome, ReadmeJob, ReadmeReport, sections
from workbench.harness.trace_runs import run_traces
from workbench.host.folders import temporary_folder
from workbench.host.ports import free_port
from workbench.host.process import Command, Finished, run
from workbench.host.registry_tools import RegistryTools
from workbench.host.sandbox.go_commands import COMPILER
from workbench.host.sandbox.policy import Network, Sandbox
from workbench.host.sandbox.private_caches import private_go_cache, private_npm_cache
from workbench.host.sandbox.registries import find_registries
from workbench.plan.system import BindingRole, SystemPlan
from workbench.progress.results import Finding, GateResult, judged, not_verified
from workbench.scaffold.project import readme
from workbench.workspace.system_files import copy_system

NAME = "clean_room"
WORKER = "workbench.harness.readme.worker"
TIMEOUT = 900.0
API_PORT, PAGE_PORT = 8000, 5173
# Messages of npm and go when a package is not cached and there is no network.
NEEDS_NETWORK = re.compile(r"ENOTCACHED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|dial tcp|no such host")


async def check(context: GateContext) -> GateResult:
    """Runs the README's commands, then api.contract and ui.journey on what they built."""
    if not (context.toolchains.go.ok and context.toolchains.npm.ok):
        return not_verified(
            NAME, "Go or npm is missing or too old; run: stackwright doctor --install"
        )
    started = time.monotonic()
    async with temporary_folder("clean") as folder:
        isolated = await _has_own_network(context, folder)
        where = folder / "first"
        finished, report = await _run_readme(context, where, isolated=isolated)
        if isolated and report is not None and _needs_network(report):
            # A package is not in the caches; only the install step may fetch it.
            where = folder / "second"
            await _fill_caches(context, folder / "install")
            finished, report = await _run_readme(context, where, isolated=True)
        if report is not None and isolated and _needs_network(report):
            reason = "the caches of npm or go do not hold every package that the lock files name"
            return not_verified(NAME, reason, time.monotonic() - started)
        if report is None:
            reason = "the README runner exited early: " + finished.output[-600:]
            return not_verified(NAME, reason, time.monotonic() - started)
        findings = [_finding(outcome) for outcome in report.outcomes if outcome.problem]
        passed = [f"clean:{o.block}" for o in report.outcomes if not o.problem]
        again = [] if findings else await _judge_built(context, where, folder)
    for result in again:
        if result.is_open:
            return not_verified(NAME, f"{result.gate}: {result.reason}", time.monotonic() - started)
        findings += [_moved(finding) for finding in result.findings]
        passed += [f"clean:{trace}" for trace in result.passed_checks]
    result = judged(
        NAME,
        findings,
        seconds=time.monotonic() - started,
        passed_checks=passed,
        commands=[context.record(finished)],
    )
    how = (
        "the README's commands were run as written, without a network"
        if isolated
        else "the README's commands were run with PORT and PAGE_PORT set, because this host has no "
        "network namespaces"
    )
    return result.model_copy(update={"deviations": (how,)})


async def _run_readme(
    context: GateContext, folder: Path, *, isolated: bool
) -> tuple[Finished, ReadmeReport | None]:
    """Copies the system and runs its README's commands in the copy."""
    await asyncio.to_thread(copy_system, context.folder, folder)
    written = folder / "README.md"
    if not await asyncio.to_thread(
        written.is_file
    ):  # written with the verdict on delivery; the README's commands do not use it
        await asyncio.to_thread(lambda: written.write_text(readme(context.plan, None)))
    home = folder.with_name(folder.name + "-home")
    await asyncio.to_thread(home.mkdir)
    ports = (API_PORT, PAGE_PORT) if isolated else (free_port(), free_port())
    environment = await _environment(context, home)
    if not isolated:
        environment |= {
            "PORT": str(ports[0]),
            "PAGE_PORT": str(ports[1]),
            "API_URL": f"http://localhost:{ports[0]}",
        }
    sandbox = await _sandbox(context, folder, home, isolated=isolated)
    job = ReadmeJob(
        folder=str(folder),
        sections=sections(await asyncio.to_thread(written.read_text)),
        environment=environment,
        api_port=ports[0],
        page_port=ports[1],
        api_path=_a_list(context.plan),
        prefix=tuple(shlex.split(sandbox.wrap_inner((folder, home)))),
    )
    command = Command(
        (sys.executable, "-m", WORKER),
        folder,
        {"PYTHONPATH": str(Path(workbench.__file__).parents[1])},
        timeout=TIMEOUT,
        stdin=job.model_dump_json(),
        sandbox=sandbox,
    )
    finished = await run(command)
    try:
        return finished, ReadmeReport.model_validate_json(finished.stdout.strip() or "{}")
    except ValidationError:
        return finished, None  # the runner is ours: its failure is not the system's


async def _environment(context: GateContext, home: Path) -> dict[str, str]:
    """The whole environment of a block: an empty home, the tools, and their content-addressed caches."""
    npm_cache = await _npm_cache(context, home)
    await asyncio.to_thread(private_npm_cache, npm_cache, home / "npm")
    if context.containment.go_cache is not None:
        await asyncio.to_thread(private_go_cache, context.containment.go_cache, home / "go-build")
    inherited = ("PATH", "GOTOOLCHAIN", "CGO_ENABLED", "CC", "CI", "NO_COLOR")
    tools = {
        name: value for name, value in context.toolchains.environment.items() if name in inherited
    }
    return {
        **tools,
        "HOME": str(home),
        "GOMODCACHE": str(context.containment.go_modules),
        "GOCACHE": str(home / "go-build"),
        "GOENV": "off",
        "GOPROXY": "off",
        "GOFLAGS": "-mod=readonly",
        "npm_config_cache": str(home / "npm"),
        "npm_config_prefer_offline": "true",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
        "npm_config_ignore_scripts": "true",
    }


async def _npm_cache(context: GateContext, home: Path) -> Path:
    command = Command(("npm", "config", "get", "cache"), home, context.toolchains.environment)
    return Path((await run(command)).stdout.strip())


async def _sandbox(context: GateContext, folder: Path, home: Path, *, isolated: bool) -> Sandbox:
    """The runner's sandbox: its copy and home, read-only caches, and no network where possible."""
    npm_cache = await _npm_cache(context, home)
    network = Network() if isolated else None
    sandbox = context.containment.sandbox(
        writable=(folder, home), readable=(npm_cache,), network=network, limits=COMPILER
    )
    return replace(sandbox, network=network)


async def _fill_caches(context: GateContext, folder: Path) -> None:
    """Fetches the locked packages as the install step does; runs no package's scripts."""
    await asyncio.to_thread(copy_system, context.folder, folder)
    registries = await find_registries(context.toolchains)
    tools = RegistryTools(context.toolchains, context.containment, registries)
    await tools.npm(folder / "frontend", "ci", "--ignore-scripts")
    await tools.go(folder / "backend", "mod", "download")


async def _judge_built(context: GateContext, clean: Path, folder: Path) -> list[GateResult]:
    """api.contract and ui.journey on the binary and the bundle that the README's commands built."""
    scratch = folder / "scratch"
    await asyncio.to_thread(scratch.mkdir)
    for built, name in ((clean / "bin" / "server", BINARY), (clean / "frontend" / "dist", BUNDLE)):
        if await asyncio.to_thread(built.exists):
            await asyncio.to_thread(built.rename, scratch / name)
    copy = replace(context, folder=clean, scratch=scratch, cache=None)
    lacking = await asyncio.to_thread(copy.lacks, [*PRODUCTS])
    if lacking:
        return [not_verified("README.md", lacking)]
    contract = await run_traces(copy, "api.contract")
    return [contract.attributed("backend"), await run_journeys(copy, JOURNEY)]


async def _has_own_network(context: GateContext, folder: Path) -> bool:
    """True if a process can have its own network namespace, with or without a sandbox."""
    sandbox = replace(context.containment.sandbox(writable=(folder,)), network=Network())
    return (await run(Command(("true",), folder, timeout=30, sandbox=sandbox))).ok


def _needs_network(report: ReadmeReport) -> bool:
    return any(o.problem and NEEDS_NETWORK.search(o.output) for o in report.outcomes)


def _a_list(plan: SystemPlan) -> str:
    """The path of a list that needs no account: a running system responds with 200."""
    for binding in plan.bindings:
        operation = plan.operation(binding.operation)
        is_open = operation.access is None and "{" not in operation.path
        if binding.role is BindingRole.LIST and is_open:
            return operation.path
    return "/healthz"


def _finding(outcome: BlockOutcome) -> Finding:
    return Finding(
        gate=NAME,
        message=f"README: `{outcome.block}`: {outcome.problem}",
        check=f"clean:{outcome.block}",
        file="README.md",
        expected="the README's commands work in a fresh copy",
        actual=outcome.problem,
        evidence=outcome.output,
    )


def _moved(finding: Finding) -> Finding:
    trace = f"clean:{finding.check}"
    return finding.model_copy(update={"gate": NAME, "check": trace, "file": finding.file})


GATE = Gate(
    name=NAME,
    stage=Stage.FINAL,
    check=check,
    proves="a copy in an empty folder, with an empty environment and no network, builds and runs by the commands of its README; the plan's traces and journeys pass on the result",
    rules=("readme.commands_work",),
    turn=1,
    runs_the_system=True,
)
