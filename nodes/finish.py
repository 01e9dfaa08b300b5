"""finish: restores the best tree, writes the verdict, delivers. Always runs."""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from graph.state import BuildState
from nodes.clock import active_seconds
from nodes.guard import Update, guarded
from nodes.models import close_account, models_shown
from nodes.reporting import best_evidence, write_run_report
from nodes.resources import Resources, check_out, plan_of, resources
from workbench.evidence.audits import Audit, audits_of
from workbench.evidence.verdict import RoleUsage, Verdict, reach_verdict
from workbench.host.folders import data_folders
from workbench.progress.ledger import Ledger
from workbench.runs.delivery import deliver
from workbench.runs.records import RunStore
from workbench.runs.working_places import remove_working_places
from workbench.scaffold.project import readme


@guarded("finish", always=True)
async def finish(state: BuildState) -> Update:
    """The verdict on the best tree, delivered with it; a run without a judged tree delivers nothing."""
    stop = state.get("stop")
    ledger = Ledger.from_json(state["ledger"]) if state.get("ledger") else Ledger()
    if state.get("run"):
        close_account(state)
    if ledger.best is None:
        if stop is None:
            raise AssertionError("a run ended without a judged tree and without a reason")
        if state.get("run"):
            await asyncio.to_thread(_remember, state, None, "")
        return {"result": {"error": dict(stop)}}
    found = await resources(state)
    verdict = await _verdict(state, found, ledger)
    report = await write_run_report(state, found, ledger, verdict)
    folder, aside = await asyncio.to_thread(_deliver, state, found, ledger, verdict, report)
    if stop is None:
        await asyncio.to_thread(_clear, found)
    await asyncio.to_thread(_remember, state, verdict, str(folder))
    result: dict[str, Any] = {
        "out": str(folder),
        "moved_aside": str(aside) if aside else "",
        "exit_code": verdict.exit_code,
        "verdict": verdict.model_dump(mode="json"),
    }
    if stop is not None:
        result["error"] = dict(stop)
    return {"result": result, "head": ledger.best.tree}


def _remember(state: BuildState, verdict: Verdict | None, out: str) -> None:
    """Writes how the run ended into its record; a delivery of an earlier part of it stays known."""
    stop = state.get("stop")
    values: dict[str, Any] = {"state": "finished" if stop is None else "stopped"}
    if verdict is not None:
        values |= {"verified": verdict.verified, "exit_code": verdict.exit_code, "out": out}
        values |= {"summary": verdict.summary, "seconds": verdict.seconds}
    elif stop is not None:
        values |= {"exit_code": stop["exit_code"], "summary": stop["message"]}
    RunStore(data_folders().runs).update(state["run"]["id"], **values)


async def _verdict(state: BuildState, found: Resources, ledger: Ledger) -> Verdict:
    assert ledger.best is not None
    results = await asyncio.to_thread(found.evidence.load, best_evidence(ledger))
    stop, decision = state.get("stop"), state.get("decision")
    outcome = stop["kind"] if stop is not None else decision["outcome"] if decision else "stopped"
    settings = state["settings"]
    return reach_verdict(
        plan_of(state),
        results,
        found.toolchains,
        outcome=outcome,
        request=state["request"],
        model=models_shown(settings["models"]),
        storage_reason=settings["storage_reason"],
        files=await asyncio.to_thread(found.trees.digests, ledger.best.tree),
        attempts=ledger.attempts,
        history=_shown_history(ledger),
        usage=_usage(state),
        seconds=active_seconds(state.get("timeline", [])),
        stopped=stop["message"] if stop is not None else "",
        audits=await _audits(found, ledger.best.tree),
    )


async def _audits(found: Resources, tree: str) -> tuple[Audit, ...]:
    await check_out(found, tree)
    return await audits_of(found.work, found.toolchains)


def _clear(found: Resources) -> None:
    """The checkout and the scratch are of no more use; a run that was stopped may need them again."""
    remove_working_places(found.folder)


def _usage(state: BuildState) -> dict[str, RoleUsage]:
    """By role; a price only where every call of the role has one."""
    return {
        role: RoleUsage(
            calls=spent["calls"],
            input_tokens=spent["input_tokens"],
            output_tokens=spent["output_tokens"],
            usd=None if spent["unpriced_calls"] else round(spent["usd"], 6),
        )
        for role, spent in state.get("usage", {}).items()
    }


def _shown_history(ledger: Ledger) -> tuple[dict[str, Any], ...]:
    hidden = {"tree", "head", "evidence"}
    return tuple(
        {key: value for key, value in entry.items() if key not in hidden}
        for entry in ledger.history
    )


def _deliver(
    state: BuildState, found: Resources, ledger: Ledger, verdict: Verdict, report: str
) -> tuple[Path, Path | None]:
    plan, settings = plan_of(state), state["settings"]
    folder = Path(settings["out"]) if settings["out"] else found.folder / "result"
    assert ledger.best is not None
    files = found.trees.read_all(ledger.best.tree)
    shown = json.loads(verdict.model_dump_json())
    files["README.md"] = readme(plan, shown).encode()
    files[".stackwright/verdict.json"] = (verdict.model_dump_json(indent=1) + "\n").encode()
    files[".stackwright/report.html"] = report.encode()
    with tempfile.TemporaryDirectory(prefix="extras-") as extras:
        shots = found.evidence.screenshots(best_evidence(ledger))
        if shots.is_dir():
            shutil.copytree(shots, Path(extras) / "screenshots")
        aside = deliver(files, Path(extras), folder, replace=settings["replace"])
    return folder, aside
