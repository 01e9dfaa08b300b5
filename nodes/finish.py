"""finish: restores the best tree, writes the verdict, delivers. Always runs."""

from __future__ import annotations

import asyncio
from typing import Any

from graph.services import Services
from graph.state import BuildState, ResultState
from nodes.asking.models import close_tracker, models_shown
from nodes.delivering import delivered
from nodes.middleware.time_budget import active_seconds
from nodes.reporting import write_run_report
from nodes.resources import RunPlaces, places_of, plan_of, settings_of
from workbench.evidence.verdict import RoleUsage, Verdict, reach_verdict
from workbench.host.folders import data_folders
from workbench.plan.system import SystemPlan
from workbench.progress.ledger import Attempt, Ledger
from workbench.runs.delivery import NotDelivered
from workbench.runs.records import RunStore
from workbench.runs.working_places import remove_working_places


async def finish(state: BuildState, services: Services) -> BuildState:
    """The verdict on the best tree, delivered with it; a run without a judged tree delivers nothing.

    Raises `NotDelivered`; the run stays, and can be resumed with another folder.
    """
    stop = state.get("stop")
    ledger = Ledger.model_validate(state.get("ledger") or {})
    if state.get("run"):
        close_tracker(state)
    if ledger.best is None:
        assert stop is not None, "a run ended without a judged tree and without a reason"
        if state.get("run"):
            await asyncio.to_thread(_update_record, state, None, "")
        return {"result": {"error": stop, "judged": False}}
    places = await places_of(state)
    plan = plan_of(state)
    tree = ledger.best.tree
    verdict = await _verdict(state, services, places, plan, ledger, tree)
    report = await write_run_report(state, services, places, ledger, verdict)
    settings = settings_of(state)
    try:
        folder, aside = await asyncio.to_thread(
            delivered, settings, places, plan, ledger, verdict, report
        )
    except NotDelivered as error:
        await asyncio.to_thread(_note_failure, state, verdict, error)
        raise
    if stop is None:
        await asyncio.to_thread(remove_working_places, places.folder)
    await asyncio.to_thread(_update_record, state, verdict, str(folder))
    result: ResultState = {
        "out": str(folder),
        "moved_aside": str(aside) if aside else "",
        "exit_code": verdict.exit_code,
        "verdict": verdict.model_dump(mode="json"),
    }
    if stop is not None:
        result["error"] = stop
    return {"result": result, "head": tree}


async def _verdict(
    state: BuildState,
    services: Services,
    places: RunPlaces,
    plan: SystemPlan,
    ledger: Ledger,
    tree: str,
) -> Verdict:
    results = await asyncio.to_thread(places.evidence.load, ledger.evidence_of(tree))
    stop, decision = state.get("stop"), state.get("decision")
    outcome = stop["kind"] if stop is not None else decision["outcome"] if decision else "stopped"
    settings = settings_of(state)
    await places.check_out(tree)
    return reach_verdict(
        plan,
        results,
        await services.host.toolchains(),
        outcome=outcome,
        request=state["request"],
        model=models_shown(settings.models),
        storage_reason=settings.storage_reason,
        files=await asyncio.to_thread(places.trees.digests, tree),
        attempts=ledger.attempts,
        history=tuple(_shown(entry) for entry in ledger.history),
        usage=_usage(state),
        seconds=active_seconds(state.get("timeline", [])),
        stopped=stop["message"] if stop is not None else "",
        audits=await services.host.audits(places.work, settings_of(state).sandbox),
        uncontained=(await services.host.containment(settings.sandbox)).statement,
    )


def _shown(entry: Attempt) -> dict[str, Any]:
    """What the verdict shows of an attempt: not the ids of our own storage."""
    return entry.model_dump(mode="json", exclude={"tree", "head", "evidence"})


def _usage(state: BuildState) -> dict[str, RoleUsage]:
    """By role; a price only if every call of the role has one."""
    return {
        role: RoleUsage(
            calls=spent["calls"],
            input_tokens=spent["input_tokens"],
            output_tokens=spent["output_tokens"],
            usd=None if spent["unpriced_calls"] else round(spent["usd"], 6),
        )
        for role, spent in state.get("usage", {}).items()
    }


def _update_record(state: BuildState, verdict: Verdict | None, out: str) -> None:
    """Writes how the run ended into its record; an earlier delivery of the run stays in it."""
    stop = state.get("stop")
    values: dict[str, Any] = {"state": "finished" if stop is None else "stopped"}
    if verdict is not None:
        values |= {"verified": verdict.verified, "exit_code": verdict.exit_code, "out": out}
        values |= {"conclusion": verdict.conclusion.value}
        values |= {"summary": verdict.summary, "seconds": verdict.seconds}
    elif stop is not None:
        values |= {"exit_code": stop["exit_code"], "summary": stop["message"]}
    RunStore(data_folders().runs).update(state["run"]["id"], **values)


def _note_failure(state: BuildState, verdict: Verdict, error: NotDelivered) -> None:
    RunStore(data_folders().runs).update(
        state["run"]["id"],
        state="stopped",
        verified=verdict.verified,
        conclusion=verdict.conclusion.value,
        exit_code=error.exit_code,
        summary=str(error),
        seconds=verdict.seconds,
    )
