"""prepare: freezes the options into the state and resets what belongs to one run."""

from __future__ import annotations

import asyncio
import secrets
import time
from pathlib import Path
from typing import Any, TypeVar

from langgraph.runtime import Runtime
from pydantic import BaseModel, ValidationError

from graph.context import BuildContext, BuildInput, option_complaint
from graph.state import BuildState, RunInfo, Settings, no_usage
from nodes.emit import emit
from nodes.errors import BadRequest, EnvironmentMissing
from nodes.guard import Update, guarded
from nodes.models import choose_budget, choose_models, models_shown
from nodes.resources import containment_of, toolchains_of
from workbench.evidence.events import RunStarted
from workbench.host.folders import data_folders, sweep_temporary_folders
from workbench.host.modules import StorageChoice, choose_storage
from workbench.openapi.client_document import UnusableDocument
from workbench.openapi.normalising import normalise
from workbench.progress.ledger import Ledger
from workbench.runs.delivery import check_target
from workbench.runs.records import RunStore

MAX_REQUEST_CHARACTERS = 100_000
# The client's own document, kept with the run as it was given.
GIVEN_DOCUMENT = "given-openapi"


async def prepare(state: BuildState, runtime: Runtime[BuildContext]) -> Update:
    """Reads form and context, checks them, decides models, budget and storage, opens the run."""
    given: Any = runtime.context or {}

    @guarded("prepare", always=True)
    async def run(state: BuildState) -> Update:
        options = _checked(BuildInput, {key: state[key] for key in _FORM if key in state})  # type: ignore[literal-required]
        return await _prepare(options, _checked(BuildContext, given))

    update = await run(state)
    return _RESET | update


M = TypeVar("M", bound=BaseModel)
_FORM = tuple(BuildInput.model_fields)
# A thread may serve another run: its form begins with the defaults again.
_DEFAULTS = {
    name: field.default for name, field in BuildInput.model_fields.items() if name != "request"
}


def _checked(model: type[M], given: Any) -> M:
    """The options as that model. Raises `BadRequest` naming the option."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise BadRequest(option_complaint(error)) from error


_RESET: Update = _DEFAULTS | {
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
    "usage": {"reset": no_usage()},
    "result": {},
}


async def _prepare(options: BuildInput, context: BuildContext) -> Update:
    request = options.request.strip()
    if not request:
        raise BadRequest("the request is empty; say what to build, for example: A notes app")
    if len(request) > MAX_REQUEST_CHARACTERS:
        raise BadRequest(f"the request is longer than {MAX_REQUEST_CHARACTERS} characters")
    models = await asyncio.to_thread(choose_models, context)
    budget = await asyncio.to_thread(choose_budget, context, models)
    if context.replay and not await asyncio.to_thread(Path(context.replay).is_dir):
        raise BadRequest(f"--replay: {context.replay} is no folder of recorded calls")
    if options.out:
        await asyncio.to_thread(check_target, Path(options.out), replace=options.replace)
    await asyncio.to_thread(sweep_temporary_folders)
    document = await asyncio.to_thread(_document, options.openapi) if options.openapi else None
    containment = await containment_of(data_folders(), context.sandbox)
    storage = await _storage(options.storage)
    run = await asyncio.to_thread(_open_run, context.run, request)
    kept = Path(run["folder"]) / GIVEN_DOCUMENT
    if document is not None:
        await asyncio.to_thread(kept.write_bytes, document)
    settings = Settings(
        models=models,
        storage=storage.storage,
        storage_reason=storage.reason,
        dependencies=context.allow_dependency,
        openapi="" if document is None else str(kept),
        budget_usd=None if budget.usd is None else float(budget.usd),
        budget_tokens=budget.tokens,
        budget_seconds=context.budget_seconds,
        max_attempts=context.max_attempts,
        max_stagnation=context.max_stagnation,
        sandbox=context.sandbox,
        approve=options.approve,
        out=options.out,
        into=options.into,
        replace=options.replace,
        record=context.record,
        replay=context.replay,
    )
    emit(
        RunStarted(
            run=run["id"], request=request, model=models_shown(models), storage=storage.storage,
            storage_reason=storage.reason, max_attempts=settings["max_attempts"],
            uncontained=containment.statement, budget_usd=settings["budget_usd"], budget_tokens=settings["budget_tokens"],
            budget_seconds=settings["budget_seconds"],
        )
    )  # fmt: skip
    return {"run": run, "settings": settings, "ledger": Ledger().to_json()}


def _document(name: str) -> bytes:
    """The client's own document, which can be a contract. Raises `BadRequest` with the place in it."""
    try:
        content = Path(name).read_bytes()
        normalise(content.decode())
    except OSError as error:
        raise BadRequest(f"--openapi {name}: {error.strerror}") from error
    except (UnicodeDecodeError, UnusableDocument) as error:
        raise BadRequest(f"--openapi {name}: {error}") from error
    return content


async def _storage(wanted: str) -> StorageChoice:
    folders = data_folders()
    toolchains = await toolchains_of(folders)
    missing = [
        tool.name for tool in (toolchains.go, toolchains.node, toolchains.npm) if not tool.ok
    ]
    if missing:
        raise EnvironmentMissing(
            f"{', '.join(missing)}: missing or too old; run: stackwright doctor --install"
        )
    choice = await choose_storage(toolchains, wanted)
    if choice.refused:
        raise EnvironmentMissing(f"--storage sqlite: {choice.reason}")
    return choice


def _open_run(name: str, request: str) -> RunInfo:
    """The run's folder and record; a face that resumes has made both already."""
    runs = RunStore(data_folders().runs)
    identifier = name or new_run_name()
    if runs.find(identifier) is None:
        runs.open(identifier, request)
    return RunInfo(id=identifier, folder=str(runs.folder(identifier)), started=time.time())


def new_run_name() -> str:
    """A name that sorts by time."""
    return time.strftime("%Y%m%d-%H%M%S-") + secrets.token_hex(2)
