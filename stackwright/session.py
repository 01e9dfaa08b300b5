"""One run of the graph from an interface: started or resumed, its events passed on, its plan approved."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command, StateSnapshot
from pydantic import TypeAdapter

from graph.build import Compiled, build_graph
from graph.context import BuildContext, BuildOptions, Changes
from graph.services import Services
from nodes.prepare import new_run_name
from stackwright.results import BuildResult
from workbench.errors import InputError, restored
from workbench.evidence.events import Event
from workbench.evidence.verdict import Verdict
from workbench.host.folders import data_folders, sweep_temporary_folders
from workbench.runs.records import CHECKPOINTS_FILE, RunRecord, RunStore, UnknownRun

EventListener = Callable[[Event], None]
_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


@dataclass(frozen=True)
class PlanQuestion:
    """A plan that waits for an approval; `complaint` says why the last answer did not fit."""

    plan: dict[str, Any]
    complaint: str


# Answers {"decision": "approve"}, {"decision": "edit", "plan": …} or
# {"decision": "reject", "reason": …}; may be a coroutine function.
Approver = Callable[[PlanQuestion], dict[str, Any] | Awaitable[dict[str, Any]]]


async def start_run(
    request: str,
    options: BuildOptions,
    *,
    on_event: EventListener | None = None,
    approver: Approver | None = None,
    services: Services | None = None,
) -> BuildResult:
    """A new run to its end, with real services if none are given. Raises `StackwrightError`."""
    store = RunStore(data_folders().runs)
    name = new_run_name()
    context = options.context(name)
    kept = {"context": context.model_dump(mode="json")}
    await asyncio.to_thread(store.open, name, request, resumable=True, options=kept)
    form = options.form(request, approve=approver is not None).model_dump()
    async with _compiled(store, name, services) as graph:
        session = _Session(graph, store, name, context, on_event, approver)
        return await session.run(form, _config(name))


async def continue_run(
    name: str, changes: Changes, *, on_event: EventListener | None, approver: Approver | None
) -> BuildResult:
    """A run from its last finished node to its end. Raises `StackwrightError`."""
    store = RunStore(data_folders().runs)
    record = await asyncio.to_thread(_resumable, store, name)
    await asyncio.to_thread(store.take_over, record)
    await asyncio.to_thread(sweep_temporary_folders)
    context = BuildContext.model_validate(record.options["context"])
    async with _compiled(store, record.id) as graph:
        config = await _where_to_go_on(graph, record, changes)
        session = _Session(graph, store, record.id, context, on_event, approver)
        return await session.run(None, config)


@dataclass(frozen=True)
class _Session:
    graph: Compiled
    store: RunStore
    name: str
    context: BuildContext
    on_event: EventListener | None
    approver: Approver | None

    async def run(self, message: Any, config: RunnableConfig) -> BuildResult:
        """Feeds the graph until it has ended; each interrupt goes to the approver."""
        try:
            result = await self._feed(message, config)
            while (question := await self._question()) is not None:
                answer = await self._answer(question)
                result = await self._feed(Command(resume=answer), _config(self.name))
        except asyncio.CancelledError:
            await asyncio.shield(asyncio.to_thread(self._set, state="interrupted"))
            raise
        return await asyncio.to_thread(self._finished, result)

    async def _feed(self, message: Any, config: RunnableConfig) -> dict[str, Any]:
        result: dict[str, Any] = {}
        stream = self.graph.astream(
            message, config, context=self.context, stream_mode=["custom", "values"],
            durability="sync", subgraphs=True,
        )  # fmt: skip
        async for namespace, mode, chunk in stream:
            if mode == "values":
                if not namespace and isinstance(chunk, dict):
                    result = chunk.get("result") or {}
            elif self.on_event is not None:
                self.on_event(_EVENTS.validate_python(chunk))
        return result

    async def _question(self) -> PlanQuestion | None:
        state = await self.graph.aget_state(_config(self.name))
        if not state.interrupts:
            return None
        value = state.interrupts[0].value
        return PlanQuestion(value["plan"], value["complaint"])

    async def _answer(self, question: PlanQuestion) -> dict[str, Any]:
        if self.approver is None:
            await asyncio.to_thread(self._set, state="waiting")
            raise InputError(f"run {self.name} waits for its plan's approval; resume it with one")
        if inspect.iscoroutinefunction(self.approver):
            answer = await self.approver(question)
        else:
            answer = await asyncio.to_thread(self.approver, question)
        assert isinstance(answer, dict)
        return answer

    def _finished(self, result: dict[str, Any]) -> BuildResult:
        error = result.get("error")
        if "verdict" in result:
            verdict = Verdict.model_validate(result["verdict"])
            aside = result.get("moved_aside")
            return BuildResult(
                run=self.name,
                out=Path(result["out"]),
                verdict=verdict,
                moved_aside=Path(aside) if aside else None,
            )
        assert error is not None
        if error["kind"] in ("input", "rejected"):
            self.store.forget(self.name)
        raise restored(error["kind"], error["message"], error["exit_code"])

    def _set(self, **values: Any) -> None:
        self.store.update(self.name, **values)


@asynccontextmanager
async def _compiled(
    store: RunStore, name: str, services: Services | None = None
) -> AsyncIterator[Compiled]:
    """The graph with the run's own checkpoints: one file a run, so that runs never wait."""
    path = store.folder(name) / CHECKPOINTS_FILE
    async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
        yield build_graph(saver, services)


def _config(name: str) -> RunnableConfig:
    return {"configurable": {"thread_id": name}}


def _resumable(store: RunStore, name: str) -> RunRecord:
    """The run to go on with: that one, or the newest that can. Raises `StackwrightError`."""
    open_states = ("interrupted", "stopped", "waiting")
    try:
        if not name:
            able = [r for r in store.all() if r.resumable and r.state_now in open_states]
            if not able:
                raise InputError("no run is left to resume")
            return able[0]
        record = store.get(name)
    except UnknownRun as error:
        raise InputError(str(error)) from error
    if not record.resumable:
        raise InputError(f"run {record.id} belongs to a server; resume it there")
    if record.state_now == "finished":
        raise InputError(f"run {record.id} is finished; its result is in {record.out}")
    if record.state_now == "running":
        raise InputError(f"run {record.id} is running, as process {record.pid}; stop it first")
    return record


async def _where_to_go_on(graph: Compiled, record: RunRecord, changes: Changes) -> RunnableConfig:
    """The newest checkpoint before the run was given a reason to stop, with changed settings.

    Settings are changed as the node that ended there, so that the same edges follow.
    """
    config = _config(record.id)
    found: StateSnapshot | None = None
    async for snapshot in graph.aget_state_history(config):
        if snapshot.next and not snapshot.values.get("stop"):
            found = snapshot
            break
    if found is None:
        raise InputError(f"run {record.id} has no state to go on from")
    wanted = changes.changed()
    if record.out:
        wanted["replace"] = True  # what this run delivered before is moved aside, not in the way
    settings, steps = found.values.get("settings"), found.values.get("timeline")
    if settings and steps and wanted:
        last = steps[-1]["node"]
        return await graph.aupdate_state(
            found.config, {"settings": settings | wanted}, as_node=last
        )
    newest = (await graph.aget_state(config)).config
    return config if found.config == newest else found.config
