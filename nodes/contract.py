"""contract: writes everything that follows from the approved plan, without a model."""

from __future__ import annotations

import asyncio
from pathlib import Path

from langgraph.types import Overwrite

from graph.services import Services
from graph.state import BuildState
from nodes.asking.starting import scaffold_files
from nodes.emit import emit
from nodes.resources import places_of, plan_of, settings_of
from workbench.evidence.events import FilesWritten
from workbench.host.folders import data_folders
from workbench.openapi.document import openapi_yaml
from workbench.runs.delivery import check_target
from workbench.runs.locks import claim_target
from workbench.runs.records import RunStore
from workbench.scaffold.project import base_files, protected_files


async def contract(state: BuildState, services: Services) -> BuildState:
    """Writes the OpenAPI document, protected files, manifests and the scaffold as a new tree."""
    places = await places_of(state)
    plan = plan_of(state)
    settings = settings_of(state)
    if settings.into and not settings.out:
        out = Path(settings.into) / plan.name
        await asyncio.to_thread(check_target, out, replace=settings.replace)
        store = RunStore(data_folders().runs)
        await asyncio.to_thread(claim_target, store, state["run"]["id"], out)
        settings = settings.model_copy(update={"out": str(out)})
    document = await asyncio.to_thread(openapi_yaml, plan)
    schema = await services.host.typescript_schema(document)
    files = await asyncio.to_thread(
        lambda: base_files(plan) | scaffold_files(settings, plan) | protected_files(plan, schema)
    )
    changes: dict[str, bytes | None] = {path: text.encode() for path, text in files.items()}
    head = await asyncio.to_thread(places.trees.write, None, changes)
    emit(FilesWritten(node="contract", paths=sorted(files)))
    return {
        "settings": settings.model_dump(mode="json"),
        "head": head,
        "drafts": Overwrite({}),  # type: ignore[typeddict-item]
    }
