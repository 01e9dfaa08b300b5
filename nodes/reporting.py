"""Gathers what the report shows: steps, repairs, screenshots, dependencies of the best tree."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from graph.state import BuildState
from nodes.resources import Resources
from workbench.evidence.licences import Dependency, dependencies_of
from workbench.evidence.report import Repair, ReportFacts, diff_files, write_report
from workbench.evidence.verdict import Verdict
from workbench.host.folders import temporary_folder
from workbench.host.packages import go_command
from workbench.progress.ledger import Ledger


def best_evidence(ledger: Ledger) -> str:
    """The evidence folder of the best tree's last judgement."""
    assert ledger.best is not None
    names = [e["evidence"] for e in ledger.history if e["tree"] == ledger.best.tree]
    return str(next(name for name in reversed(names) if name))


async def write_run_report(
    state: BuildState, found: Resources, ledger: Ledger, verdict: Verdict
) -> str:
    """The report on the best tree, as HTML."""
    assert ledger.best is not None
    tree = ledger.best.tree
    shots = found.evidence.screenshots(best_evidence(ledger))
    facts = ReportFacts(
        run=state["run"]["id"],
        verdict=verdict,
        steps=[dict(step) for step in state.get("timeline", [])],
        repairs=await asyncio.to_thread(_repairs, found, ledger),
        screenshots=await asyncio.to_thread(_pictures, shots),
        dependencies=await _dependencies(found, tree),
    )
    return await asyncio.to_thread(write_report, facts)


def _repairs(found: Resources, ledger: Ledger) -> list[Repair]:
    """Every attempt after the first, against the tree that it was made from."""
    pairs = zip(ledger.history, ledger.history[1:], strict=False)
    return [_repair(found, before, entry) for before, entry in pairs if before["scope"]]


def _repair(found: Resources, before: dict[str, Any], entry: dict[str, Any]) -> Repair:
    changes = found.trees.changes(before["head"], entry["tree"])
    old = {change.path: change.before for change in changes if change.before is not None}
    new = {change.path: change.after for change in changes if change.after is not None}
    return Repair(
        attempt=entry["attempt"],
        scope=before["scope"],
        findings=tuple(before["findings"]),
        diffs=diff_files(old, new),
        improved=entry["improved"],
        problems=tuple(entry["problems"]),
    )


def _pictures(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {path.stem: path.read_bytes() for path in sorted(folder.glob("*.png"))}


async def _dependencies(found: Resources, tree: str) -> list[Dependency]:
    files = await asyncio.to_thread(found.trees.read_all, tree)
    async with temporary_folder("modules") as folder:
        finished = await go_command(found.toolchains, folder, "env", "GOMODCACHE")
    return await asyncio.to_thread(dependencies_of, files, Path(finished.stdout.strip()))
