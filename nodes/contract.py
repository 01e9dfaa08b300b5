"""contract: plain code writes everything that follows from the approved plan."""

from __future__ import annotations

import asyncio
from pathlib import Path

from graph.state import BuildState, Settings
from nodes.emit import emit
from nodes.guard import Update, guarded
from nodes.resources import plan_of, resources
from workbench.evidence.events import FilesWritten
from workbench.host.npm_tools import ensure_tools, typescript_schema
from workbench.openapi.document import openapi_yaml
from workbench.runs.delivery import check_target
from workbench.scaffold.project import base_files, protected_files


@guarded("contract")
async def contract(state: BuildState) -> Update:
    """Writes the OpenAPI document, the protected files and the base manifests as a new tree."""
    found = await resources(state)
    plan = plan_of(state)
    settings = state["settings"]
    if settings["into"] and not settings["out"]:
        out = Path(settings["into"]) / plan.name
        await asyncio.to_thread(check_target, out, replace=settings["replace"])
        settings = Settings(**{**settings, "out": str(out)})
    tools = await ensure_tools(found.folders, found.toolchains)
    document = await asyncio.to_thread(openapi_yaml, plan)
    schema = await typescript_schema(tools, found.toolchains, document)
    files = await asyncio.to_thread(lambda: base_files(plan) | protected_files(plan, schema))
    changes: dict[str, bytes | None] = {path: text.encode() for path, text in files.items()}
    head = await asyncio.to_thread(found.trees.write, None, changes)
    emit(FilesWritten(node="contract", paths=sorted(files)))
    return {"settings": settings, "head": head, "drafts": {"backend": None, "frontend": None}}
