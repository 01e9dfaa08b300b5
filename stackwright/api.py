"""The Python interface: `build`, `verify`, `resume`, and their forms for callers with an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar, Unpack

from graph.build import planning_services
from graph.context import BuildOptions, Changes
from nodes.prepare import read_plan_at
from stackwright.options import ChangedOptions, Options, checked
from stackwright.questions import Approver, PlanQuestion
from stackwright.results import BuildResult, PlanResult
from stackwright.session import EventListener, continue_run, start_run
from stackwright.verification import averify_folder
from workbench.errors import PlanRejected
from workbench.evidence.verdict import Verdict
from workbench.host.folders import given_path
from workbench.host.sandbox.containment import SandboxMode
from workbench.plan.system import SystemPlan
from workbench.planning.plan_file import write_plan_file

T = TypeVar("T")


async def abuild(
    request: str = "",
    *,
    on_event: EventListener | None = None,
    approver: Approver | None = None,
    **options: Unpack[Options],
) -> BuildResult:
    """Builds a system and delivers it into `out` (default: a folder here with the plan's name).

    `options` are the fields of `BuildOptions`; a mistyped one is refused by name. `on_event` hears
    each typed event as it happens. `approver` is shown the plan and answers it, while the run
    waits; without one the plan is built as it is.
    Returns when the system is verified and when it is not. Raises `StackwrightError` only for bad
    input, a missing environment, a budget that ran out before there was anything to deliver, or a
    rejected plan. The request may be left out if `plan` names a plan file that holds it.
    """
    chosen = checked(BuildOptions, options)
    if chosen.plan and not request.strip():
        request = (await asyncio.to_thread(read_plan_at, chosen.plan)).request
    return await start_run(request, chosen, on_event=on_event, approver=approver)


def build(
    request: str = "",
    *,
    on_event: EventListener | None = None,
    approver: Approver | None = None,
    **options: Unpack[Options],
) -> BuildResult:
    """`abuild` for callers without an event loop, and for notebooks that run one of their own."""
    return _blocking(abuild(request, on_event=on_event, approver=approver, **options))


async def aplan(
    request: str, *, on_event: EventListener | None = None, **options: Unpack[Options]
) -> PlanResult:
    """The plan of a request, without building it: a build whose plan is rejected when it is shown.

    `options` are those of `build`. No tool of the machine is needed. Nothing stays of the run; `record` keeps its answers. Raises
    `StackwrightError` as `abuild` does.
    """
    shown: list[PlanQuestion] = []

    def look(question: PlanQuestion) -> dict[str, Any]:
        shown.append(question)
        return {"decision": "reject", "reason": ""}

    chosen = checked(BuildOptions, options)
    with suppress(PlanRejected):
        services = planning_services()
        await start_run(request, chosen, on_event=on_event, approver=look, services=services)
    plan = SystemPlan.model_validate(shown[0].plan)
    return PlanResult(plan.name, shown[0].in_words, write_plan_file(plan, request.strip()))


def plan(
    request: str, *, on_event: EventListener | None = None, **options: Unpack[Options]
) -> PlanResult:
    """`aplan` for callers without an event loop."""
    return _blocking(aplan(request, on_event=on_event, **options))


async def aresume(
    run: str = "",
    *,
    on_event: EventListener | None = None,
    approver: Approver | None = None,
    **changes: Unpack[ChangedOptions],
) -> BuildResult:
    """Goes on with an interrupted, killed or stopped run from its last finished node.

    `run` is the run's name or its beginning; empty is the newest that can go on. `changes` are the
    fields of `Changes`: new limits, or another `out`. Answers that were paid for are not asked for
    again. Raises `StackwrightError`.
    """
    chosen = checked(Changes, changes)
    return await continue_run(run, chosen, on_event=on_event, approver=approver)


def resume(
    run: str = "",
    *,
    on_event: EventListener | None = None,
    approver: Approver | None = None,
    **changes: Unpack[ChangedOptions],
) -> BuildResult:
    """`aresume` for callers without an event loop."""
    return _blocking(aresume(run, on_event=on_event, approver=approver, **changes))


async def averify(
    folder: str | Path, *, on_event: EventListener | None = None, sandbox: SandboxMode = "auto"
) -> Verdict:
    """Runs all gates again on a delivered folder, without a model; changes nothing in it.

    Raises `StackwrightError` when the folder holds no system of ours, and when a sandbox is
    required and cannot be had.
    """
    place = await asyncio.to_thread(given_path, str(folder), "folder")
    return await averify_folder(place, on_event, sandbox)


def verify(
    folder: str | Path, *, on_event: EventListener | None = None, sandbox: SandboxMode = "auto"
) -> Verdict:
    """`averify` for callers without an event loop."""
    return _blocking(averify(folder, on_event=on_event, sandbox=sandbox))


def _blocking(work: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end, on a thread of its own if this one has a running loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(asyncio.run(work))
        except BaseException as error:  # noqa: BLE001 (handed to the caller's thread below)
            failure.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]
