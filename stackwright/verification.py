"""`verify`: all gates again on a delivered folder, without a model and without trusting the folder."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nodes.workstation import containment_of, registry_tools_of, toolchains_of
from workbench.errors import EnvironmentMissing, InputError
from workbench.evidence.events import Event, gate_events
from workbench.evidence.verdict import Verdict, reach_verdict
from workbench.gates.registry import GATES
from workbench.harness.gate import TEST_STAGES, VALIDATION_STAGES
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import run_gate, run_stages
from workbench.host.dependency_sync import install_dependencies
from workbench.host.faults import check_host_folders, naming_host_faults
from workbench.host.folders import data_folders, temporary_folder
from workbench.host.npm_tools import ensure_tools, typescript_schema
from workbench.host.packages import PackageStore
from workbench.host.process import CommandFailed
from workbench.host.python_tools import try_schemathesis
from workbench.host.sandbox.containment import SandboxMode
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_bytes
from workbench.host.untrusted.json_texts import NotJson, read_json
from workbench.openapi.document import openapi_yaml
from workbench.plan.system import SystemPlan
from workbench.planning.acceptance import ImpossiblePlan, accept_plan
from workbench.planning.plan_data import UnreadablePlan, read_plan
from workbench.progress.results import GateResult
from workbench.scaffold.project import PLAN_FILE, protected_files
from workbench.workspace.system_files import system_files
from workbench.workspace.trees import TreeStore

VERDICT_FILE = ".stackwright/verdict.json"
REPORT_FILE = ".stackwright/report.html"
MAX_FILES = 5_000
MAX_PLAN_BYTES = MAX_FILE_BYTES = 64 << 20


@dataclass(frozen=True)
class Prepared:
    """A folder's files checked out for judging, protected files derived afresh."""

    context: GateContext
    trees: TreeStore
    tree: str


@asynccontextmanager
async def prepared_context(folder: Path, sandbox: SandboxMode = "auto") -> AsyncIterator[Prepared]:
    """Where gates can judge the folder's files as they are now; the folder itself is left alone.

    Raises `StackwrightError` when the folder holds no system, or our own tools cannot be had.
    """
    plan = await asyncio.to_thread(_plan, folder)
    await asyncio.to_thread(check_host_folders)
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    containment = await containment_of(folders, sandbox)
    async with temporary_folder("verify") as scratch:
        try:
            tools = await ensure_tools(folders, toolchains)
            schema = await typescript_schema(tools, toolchains, openapi_yaml(plan))
        except CommandFailed as error:
            raise EnvironmentMissing(str(error)) from error
        await try_schemathesis(folders)
        trees = await asyncio.to_thread(TreeStore, scratch / "trees")
        found = await asyncio.to_thread(_files, folder)
        derived = {path: text.encode() for path, text in protected_files(plan, schema).items()}
        tree = await asyncio.to_thread(trees.write, None, found | derived)
        work = scratch / "app"
        await asyncio.to_thread(trees.check_out, tree, work)
        context = GateContext(
            work, plan, toolchains, scratch / "build", folders, containment=containment
        )
        await asyncio.to_thread(context.scratch.mkdir)
        # Nothing is brought up to date: a manifest that was repaired here is not in the folder.
        fetching = await registry_tools_of(folders, sandbox)
        await install_dependencies(work, fetching, PackageStore(folders, fetching))
        yield Prepared(context, trees, tree)


async def averify_folder(
    folder: Path, on_event: Callable[[Event], None] | None, sandbox: SandboxMode = "auto"
) -> Verdict:
    """The verdict on the folder's files as they are now; protected files are derived afresh."""
    started = time.monotonic()
    with naming_host_faults():
        return await _verified(folder, on_event, sandbox, started)


async def _verified(
    folder: Path, on_event: Callable[[Event], None] | None, sandbox: SandboxMode, started: float
) -> Verdict:
    async with prepared_context(folder, sandbox) as prepared:
        recorded = await asyncio.to_thread(_recorded, folder)
        results = await _gates(prepared.context, on_event)
        files = await asyncio.to_thread(prepared.trees.digests, prepared.tree)
        return reach_verdict(
            prepared.context.plan,
            results,
            prepared.context.toolchains,
            outcome="verified",
            request=recorded.get("request", ""),
            model="none: gates only",
            storage_reason="as planned",
            files=files,
            seconds=time.monotonic() - started,
            uncontained=prepared.context.containment.statement,
        )


def changed_files(folder: Path, verdict: Verdict) -> list[str]:
    """Files that differ from those of the folder's recorded verdict; empty without a record."""
    before = _recorded(folder).get("files", {})
    own = {"README.md", VERDICT_FILE}
    now = verdict.files
    names = (before.keys() | now.keys()) - own
    return sorted(name for name in names if before.get(name) != now.get(name)) if before else []


async def _gates(
    context: GateContext, on_event: Callable[[Event], None] | None
) -> list[GateResult]:
    def listen(gate: str, result: GateResult | None) -> None:
        if on_event is not None:
            for event in gate_events(gate, result):
                on_event(event)

    results = await run_stages(context, GATES, TEST_STAGES, run_gate, listen)
    if not any(result.is_red for result in results):
        results += await run_stages(context, GATES, VALIDATION_STAGES, run_gate, listen)
    return results


def _plan(folder: Path) -> SystemPlan:
    path = folder / PLAN_FILE
    try:
        return accept_plan(read_plan(read_bytes(folder, PLAN_FILE, MAX_PLAN_BYTES).decode()))
    except MissingFile as error:
        what = f"{PLAN_FILE} is missing"
        raise InputError(f"{folder} contains no system built by Stackwright ({what})") from error
    except UnreadableFile as error:
        raise InputError(str(error)) from error
    except (UnreadablePlan, UnicodeDecodeError, ImpossiblePlan) as error:
        raise InputError(f"{path}: not a plan: {error}") from error


def _recorded(folder: Path) -> dict[str, Any]:
    try:
        data = read_json(read_bytes(folder, VERDICT_FILE, MAX_PLAN_BYTES), MAX_PLAN_BYTES)
    except (UnreadableFile, NotJson):
        return {}
    return data if isinstance(data, dict) else {}


def _files(folder: Path) -> dict[str, bytes | None]:
    """The system's own files, links left out. Raises `InputError` if there are too many."""
    found: dict[str, bytes | None] = {}
    for path in system_files(folder):
        with suppress(UnreadableFile):  # a link, or nothing that has a content
            found[path] = read_bytes(folder, path, MAX_FILE_BYTES)
        if len(found) > MAX_FILES:
            raise InputError(f"{folder} contains more than {MAX_FILES} files")
    return found
