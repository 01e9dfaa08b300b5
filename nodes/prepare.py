"""prepare: freezes the options into the state and resets what belongs to one run."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from langgraph.types import Overwrite
from pydantic import BaseModel, ValidationError

from graph.context import BuildContext, BuildInput, Settings, option_complaint
from graph.services import Services
from graph.state import BuildState, RunInfo
from nodes.asking.models import choose_budget, choose_models, models_shown
from nodes.confining import confine
from nodes.emit import emit
from workbench.errors import EnvironmentMissing, InputError
from workbench.evidence.events import OptionsFrozen, RunStarted
from workbench.host.faults import check_host_folders
from workbench.host.folders import data_folders
from workbench.host.modules import StorageChoice, planned_storage
from workbench.host.private_files import make_private_folder, write_private
from workbench.host.sandbox.containment import SandboxMode
from workbench.host.untrusted.files import read_users_file
from workbench.openapi.client_document import UnusableDocument
from workbench.openapi.normalising import normalise
from workbench.openapi.reading.bundling import read_bundled
from workbench.planning.plan_file import PlanFile, read_plan_file
from workbench.progress.ledger import Ledger
from workbench.runs.delivery import OccupiedFolder, check_target
from workbench.runs.locks import claim_target
from workbench.runs.pruning import sweep
from workbench.runs.records import RunStore

MAX_REQUEST_CHARACTERS = 100_000
MAX_PLAN_BYTES = 32 << 20
# The client's own document as it was given, stored with the run.
CLIENT_DOCUMENT = "given-openapi"
# The plan as a person gave it, stored with the run.
PLAN_FILE = "given-plan"

M = TypeVar("M", bound=BaseModel)


async def prepare(state: BuildState, services: Services, given: object) -> BuildState:
    """Checks form and context (`given`), decides models, budget and storage, opens the run.

    Raises `InputError`, `EnvironmentMissing`.
    """
    form = {name: state.get(name) for name in BuildInput.model_fields if name in state}
    options = _checked(BuildInput, form)
    context = _checked(BuildContext, given or {})
    await asyncio.to_thread(confine, options, context)
    plan = await asyncio.to_thread(read_plan_at, options.plan_file) if options.plan_file else None
    request = options.request.strip() or (plan.request if plan is not None else "")
    if not request:
        if plan is not None:
            raise InputError(f"--plan {options.plan_file}: it has no `request`, and none is given")
        raise InputError("the request is empty; say what to build, for example: A notes app")
    if not is_text(request):
        raise InputError("the request is not UTF-8 text; convert it, for example with iconv")
    if len(request) > MAX_REQUEST_CHARACTERS:
        raise InputError(f"the request is longer than {MAX_REQUEST_CHARACTERS} characters")
    if context.replay and not await asyncio.to_thread(_has_calls, Path(context.replay)):
        raise InputError(
            f"--replay {context.replay}: is not a folder of recorded calls; make one with --record"
        )
    if options.out:
        await asyncio.to_thread(check_target, Path(options.out), replace=options.replace)
    await asyncio.to_thread(check_host_folders)
    await asyncio.to_thread(sweep)
    document = await asyncio.to_thread(_document, options.openapi) if options.openapi else None
    # Faults in the settings are reported before a tool is asked for.
    models = await asyncio.to_thread(choose_models, context, services.providers)
    uncontained, storage = await _workplace(services, options.storage, context.sandbox)
    if context.record:
        await asyncio.to_thread(_make_recording, context.record)
    run = await asyncio.to_thread(_open_run, context.run, request, options.out)
    settings = await asyncio.to_thread(
        _settings, options, context, models, storage, Path(run["folder"]), document, plan
    )
    if not context.run:  # an interface that opened the run has named it already
        emit(RunStarted(run=run["id"], request=request))
    emit(_frozen(settings, uncontained))
    return {**_fresh(run, settings), "request": request}


def _has_calls(folder: Path) -> bool:
    """Whether a folder is a recording. Does blocking I/O."""
    return folder.is_dir() and any(folder.glob("*.json"))


def _make_recording(name: str) -> None:
    """Makes the folder: only that shows whether it can be had. Does blocking I/O. Raises `InputError`."""
    try:
        make_private_folder(Path(name))
    except OSError as error:
        raise InputError(f"--record {name}: {error.strerror}; name another folder") from error
    if not Path(name).is_dir():
        raise InputError(f"--record {name}: is not a folder; name another folder")


def is_text(value: str) -> bool:
    """False for what was no UTF-8 when it was read: Python then keeps single bytes as surrogates."""
    return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)


def _checked(model: type[M], given: Any) -> M:
    """The options as that model. Raises `InputError` naming the option."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise InputError(option_complaint(error)) from error


def _fresh(run: RunInfo, settings: Settings) -> BuildState:
    """A thread may serve another run: everything that belongs to one run starts anew."""
    return {
        "run": run,
        "settings": settings.model_dump(mode="json"),
        "ledger": Ledger().to_state(),
        "plan": {},
        "plan_feedback": "",
        "replans": 0,
        "head": "",
        "drafts": Overwrite({}),  # type: ignore[typeddict-item]
        "gate_statuses": Overwrite({}),  # type: ignore[typeddict-item]
        "problems": [],
        "notes": [],
        "evidence": "",
        "decision": None,
        "usage": Overwrite({}),  # type: ignore[typeddict-item]
        "result": {},
    }


def _settings(
    options: BuildInput,
    context: BuildContext,
    models: Mapping[str, str],
    storage: StorageChoice,
    folder: Path,
    document: bytes | None,
    plan: PlanFile | None,
) -> Settings:
    """The frozen options. Does blocking I/O. Raises `InputError`."""
    budget = choose_budget(context, models)
    stored = folder / CLIENT_DOCUMENT
    if document is not None:
        write_private(stored, document)
    if plan is not None:
        write_private(folder / PLAN_FILE, plan.text)
    resolved = {
        "models": models,
        "storage": storage.storage,
        "storage_reason": storage.reason,
        "openapi": "" if document is None else str(stored),
        "plan": "" if plan is None else str(folder / PLAN_FILE),
        "budget_usd": None if budget.usd is None else float(budget.usd),
        "budget_tokens": budget.tokens,
    }
    form = options.model_dump(exclude={"request", "plan_file"})
    return Settings(**{**form, **context.model_dump(exclude={"run"}), **resolved})


def _frozen(settings: Settings, uncontained: str) -> OptionsFrozen:
    return OptionsFrozen(
        model=models_shown(settings.models),
        uncontained=uncontained,
        storage=settings.storage,
        storage_reason=settings.storage_reason,
        max_attempts=settings.max_attempts,
        budget_usd=settings.budget_usd,
        budget_tokens=settings.budget_tokens,
        budget_seconds=settings.budget_seconds,
    )


def read_plan_at(name: str) -> PlanFile:
    """What a plan file holds, not checked yet. Does blocking I/O. Raises `InputError`."""
    try:
        text = read_users_file(name, "--plan", MAX_PLAN_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"--plan {name}: not UTF-8 text") from error
    return read_plan_file(text, f"--plan {name}")


def _document(name: str) -> bytes:
    """The client's own document, files beside it that it refers to written into it.

    Raises `InputError` with the place in it.
    """
    try:
        content = read_bundled(Path(name))
        normalise(content.decode())
    except OSError as error:
        raise InputError(f"--openapi {name}: {error.strerror}") from error
    except (ValueError, UnusableDocument) as error:  # ValueError: a name that no file can have
        raise InputError(f"--openapi {name}: {error}") from error
    return content


async def _workplace(
    services: Services, wanted: str, mode: SandboxMode
) -> tuple[str, StorageChoice]:
    """What of this machine is not contained, in words, and where the system will store its data.

    Raises `EnvironmentMissing` if something is not there that the run needs.
    """
    if services.only_plans:
        return "", planned_storage(wanted)
    containment = await services.host.containment(mode)
    await _check_toolchains(services)
    return containment.statement, await _storage(services, wanted, mode)


async def _check_toolchains(services: Services) -> None:
    """Raises `EnvironmentMissing` for each tool that no build can do without."""
    toolchains = await services.host.toolchains()
    missing = [
        tool.name for tool in (toolchains.go, toolchains.node, toolchains.npm) if not tool.ok
    ]
    if missing:
        raise EnvironmentMissing(
            f"{', '.join(missing)}: missing or too old; run: stackwright doctor --install"
        )


async def _storage(services: Services, wanted: str, mode: SandboxMode) -> StorageChoice:
    choice = await services.host.choose_storage(wanted, mode)
    if choice.refused:
        raise EnvironmentMissing(f"--storage sqlite: {choice.reason}")
    return choice


def _open_run(name: str, request: str, out: str) -> RunInfo:
    """The run's folder and record; an interface that starts or resumes a run has made both already.

    Raises `OccupiedFolder` if another run will deliver into `out`.
    """
    runs = RunStore(data_folders().runs)
    identifier = name or new_run_name()
    is_new = runs.find(identifier) is None
    if is_new:
        runs.open(identifier, request)
    if out:
        try:
            claim_target(runs, identifier, Path(out))
        except OccupiedFolder:
            if is_new:
                runs.forget(identifier)
            raise
    return RunInfo(id=identifier, folder=str(runs.folder(identifier)), started=time.time())


def new_run_name() -> str:
    """A name that sorts by time."""
    return time.strftime("%Y%m%d-%H%M%S-") + secrets.token_hex(2)
