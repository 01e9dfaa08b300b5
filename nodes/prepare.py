"""prepare: freezes the options into the state and resets what belongs to one run."""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path

from langgraph.runtime import Runtime

from graph.context import BuildContext
from graph.state import BuildState, RunInfo, Settings
from nodes.emit import emit
from nodes.errors import BadRequest, EnvironmentMissing
from nodes.guard import Update, guarded
from nodes.resources import toolchains_of
from workbench.evidence.events import RunStarted
from workbench.machine.folders import data_folders
from workbench.machine.modules import StorageChoice, choose_storage
from workbench.models.registry import check_model_name
from workbench.progress.ledger import Ledger
from workbench.workspace.delivery import check_target

MAX_REQUEST_CHARACTERS = 100_000


async def prepare(state: BuildState, runtime: Runtime[BuildContext]) -> Update:
    """Reads the context, checks the input, decides the storage, and opens the run's folder."""
    context = BuildContext.model_validate(runtime.context or {})

    @guarded("prepare", always=True)
    async def run(state: BuildState) -> Update:
        return await _prepare(state, context)

    update = await run(state)
    return _RESET | update


_RESET: Update = {
    "stop": None,
    "plan": {},
    "plan_feedback": "",
    "replans": 0,
    "head": "",
    "drafts": {"backend": None, "frontend": None},
    "problems": [],
    "notes": [],
    "evidence": "",
    "decision": None,
    "usage": {"reset": {"calls": 0, "input_tokens": 0, "output_tokens": 0}},
    "result": {},
}


async def _prepare(state: BuildState, context: BuildContext) -> Update:
    request = state.get("request", "").strip()
    if not request:
        raise BadRequest("the request is empty; say what to build, for example: A notes app")
    if len(request) > MAX_REQUEST_CHARACTERS:
        raise BadRequest(f"the request is longer than {MAX_REQUEST_CHARACTERS} characters")
    check_model_name(context.model)
    if context.out:
        await asyncio.to_thread(check_target, Path(context.out), replace=context.replace)
    storage = await _storage(context)
    run = await asyncio.to_thread(_open_run)
    emit(
        RunStarted(
            run=run["id"], request=request, model=context.model,
            storage=storage.storage, storage_reason=storage.reason,
        )
    )  # fmt: skip
    settings = Settings(
        model=context.model,
        storage=storage.storage,
        storage_reason=storage.reason,
        max_attempts=context.max_attempts,
        max_stagnation=context.max_stagnation,
        approve=context.approve,
        out=context.out,
        into=context.into,
        replace=context.replace,
    )
    return {"run": run, "settings": settings, "ledger": Ledger().to_json()}


async def _storage(context: BuildContext) -> StorageChoice:
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    missing = [
        tool.name for tool in (toolchains.go, toolchains.node, toolchains.npm) if not tool.ok
    ]
    if missing:
        raise EnvironmentMissing(
            f"{', '.join(missing)}: missing or too old; run: stackwright doctor --install"
        )
    choice = await choose_storage(toolchains, context.storage)
    if choice.refused:
        raise EnvironmentMissing(f"--storage sqlite: {choice.reason}")
    return choice


def _open_run() -> RunInfo:
    identifier = time.strftime("%Y%m%d-%H%M%S-") + secrets.token_hex(2)
    folder = data_folders().runs / identifier
    folder.mkdir(parents=True)
    return RunInfo(id=identifier, folder=str(folder), started=time.time())
