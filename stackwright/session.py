"""One run of the graph from an interface: started or resumed, its events passed on, its plan approved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command
from pydantic import BaseModel, TypeAdapter, ValidationError

from graph.build import Compiled, build_graph
from graph.context import BuildContext, BuildInput, BuildOptions, Changes, absolute
from graph.services import Services
from graph.state import ResultState, Stop
from nodes.prepare import new_run_name
from stackwright.questions import Approver, PlanQuestion, asked, complaint_about, shown
from stackwright.results import BuildResult
from stackwright.resuming import (
    DamagedCheckpoints,
    forget_cancelled,
    resumable,
    set_aside,
    where_to_go_on,
)
from workbench.errors import InputError, StackwrightError, restored
from workbench.evidence.events import Event, RunStarted
from workbench.evidence.verdict import Verdict
from workbench.host.faults import check_host_folders, naming_host_faults
from workbench.host.folders import data_folders, sweep_temporary_folders
from workbench.runs.delivery import check_target
from workbench.runs.locks import claim_target, working_on
from workbench.runs.records import (
    CHECKPOINTS_FILE,
    RECORD_FILE,
    DamagedRun,
    RunRecord,
    RunStore,
)

EventListener = Callable[[Event], None]
_EVENTS: TypeAdapter[Event] = TypeAdapter(Event)


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
    context = await asyncio.to_thread(options.context, name)
    asked_for = await asyncio.to_thread(options.form, request, approve=approver is not None)
    form = asked_for.model_dump()
    kept = {"context": context.model_dump(mode="json"), "form": form}
    with naming_host_faults():
        await asyncio.to_thread(check_host_folders)
        await asyncio.to_thread(_open, store, name, request, kept)
        async with working_on(store, name), _compiled(store, name, services) as graph:
            session = _Session(graph, store, name, context, on_event, approver)
            _name_run(on_event, name, request, resumed=False)
            return await session.run(form, _config(name))


async def continue_run(
    name: str,
    changes: Changes,
    *,
    on_event: EventListener | None,
    approver: Approver | None,
    services: Services | None = None,
) -> BuildResult:
    """A run from its last finished node to its end. Raises `StackwrightError`."""
    store = RunStore(data_folders().runs)
    with naming_host_faults():
        await asyncio.to_thread(check_host_folders)
        name = (await asyncio.to_thread(resumable, store, name)).id
        async with working_on(store, name):
            record = await asyncio.to_thread(_taken_over, store, name, changes)
            _name_run(on_event, name, record.request, resumed=True)
            context, form = _asked(store, record)

            async def going_on(*, anew: bool) -> BuildResult:
                await asyncio.to_thread(forget_cancelled, store.folder(name))
                async with _compiled(store, name, services) as graph:
                    session = _Session(graph, store, name, context, on_event, approver)
                    folder = store.folder(name)
                    place = None if anew else await where_to_go_on(graph, record, changes, folder)
                    if place is not None:
                        return await session.run(None, place)
                    anew_with = context.model_copy(update=_of(changes, context))
                    given = form.model_copy(update=_of(changes, form)).model_dump()
                    return await replace(session, context=anew_with).run(given, _config(name))

            try:
                return await going_on(anew=False)
            except DamagedCheckpoints:
                # Every answer that was paid for is in the run's recording, and is taken from there.
                await asyncio.to_thread(set_aside, store.folder(name))
                return await going_on(anew=True)


def _name_run(on_event: EventListener | None, name: str, request: str, *, resumed: bool) -> None:
    """Says which run this is, as the first event, before anything can fail."""
    if on_event is not None:
        on_event(RunStarted(run=name, request=request, resumed=resumed))


def _open(store: RunStore, name: str, request: str, kept: dict[str, Any]) -> None:
    store.open(name, request, resumable=True, options=kept)


def _taken_over(store: RunStore, name: str, changes: Changes) -> RunRecord:
    """The record of a run that is this process's now, with the folder it will deliver into.

    Raises `InputError` if another process was faster, or the folder cannot be used.
    """
    record = resumable(store, name)
    if changes.out:
        check_target(Path(absolute(changes.out, "--out")), replace=False)
    target = absolute(changes.out, "--out") or record.target
    if target:
        claim_target(store, name, Path(target))
    store.take_over(store.get(name))
    sweep_temporary_folders()
    return record


def _of(changes: Changes, model: BaseModel) -> dict[str, Any]:
    """The changes of options that the model has."""
    return {k: v for k, v in changes.changed().items() if k in type(model).model_fields}


def _asked(store: RunStore, record: RunRecord) -> tuple[BuildContext, BuildInput]:
    """What the run was started with: the graph's context and its input. Raises `DamagedRun`."""
    try:
        context = BuildContext.model_validate(record.options["context"])
        form = BuildInput.model_validate(record.options["form"])
    except (KeyError, ValidationError) as error:
        path = store.folder(record.id) / RECORD_FILE
        raise DamagedRun(record.id, path, "it does not say how the run was started") from error
    return context, form


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
            answer: dict[str, Any] | None = None
            while (question := await self._question()) is not None:
                answer = await self._answer(question, answer)
                result = await self._feed(Command(resume=answer), _config(self.name))
        except StackwrightError:
            raise  # noted already
        except BaseException:
            with suppress(OSError):  # on a full disk the reason alone matters
                await asyncio.shield(asyncio.to_thread(self._set, state="interrupted"))
            raise
        return await asyncio.to_thread(self._finished, result)

    async def _feed(self, message: Any, config: RunnableConfig) -> ResultState:
        result: ResultState = {}
        stream = self.graph.astream(
            message,
            config,
            context=self.context,
            stream_mode=["custom", "values"],
            durability="sync",
            subgraphs=True,
        )
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
        return PlanQuestion(value["plan"], value["in_words"], value["complaint"])

    async def _answer(self, question: PlanQuestion, before: object) -> dict[str, Any]:
        """The approver's answer. Raises `InputError` if the answer is invalid; the run then waits."""
        waits = f"run {self.name} waits; approve its plan with: stackwright resume {self.name} --approve"
        try:
            answer = None if self.approver is None else await asked(self.approver, question)
        except EOFError as error:
            await asyncio.to_thread(self._set, state="waiting")
            raise InputError(f"the input ended before the plan was approved; {waits}") from error
        if self.approver is None:
            await asyncio.to_thread(self._set, state="waiting")
            raise InputError(f"a plan is not approved yet; {waits}")
        wrong = complaint_about(answer) or (answer == before and question.complaint)
        if wrong:
            await asyncio.to_thread(self._set, state="waiting")
            raise InputError(
                f"the approver's answer {shown(answer)} is not valid: {wrong}; {waits}"
            )
        assert isinstance(answer, dict)
        return answer

    def _finished(self, result: ResultState) -> BuildResult:
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
        if error["kind"] in ("input", "rejected") and not result.get("judged"):
            self.store.forget(self.name)
        else:
            self._note_end(error)
        raise restored(error["kind"], error["message"], error["exit_code"])

    def _note_end(self, error: Stop) -> None:
        """The reason in the record; on a full disk the reason alone matters."""
        with suppress(OSError):
            self._set(state="stopped", exit_code=error["exit_code"], summary=error["message"])

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
