"""Gathers what the report shows: steps, repairs, screenshots, dependencies of the best tree."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path

from graph.services import Services
from graph.state import BuildState
from nodes.resources import RunPlaces, settings_of
from workbench.evidence.licences import Dependency, dependencies_of
from workbench.evidence.report import RepairShown, ReportFacts, diff_files, write_report
from workbench.evidence.verdict import Verdict
from workbench.host.untrusted.files import pictures_in
from workbench.progress.ledger import Attempt, Ledger


async def write_run_report(
    state: BuildState, services: Services, places: RunPlaces, ledger: Ledger, verdict: Verdict
) -> str:
    """The report on the best tree, as HTML."""
    assert ledger.best is not None
    tree = ledger.best.tree
    shots = places.evidence.screenshots(ledger.evidence_of(tree))
    facts = ReportFacts(
        run=state["run"]["id"],
        verdict=verdict,
        steps=[dict(step) for step in state.get("timeline", [])],
        repairs=await asyncio.to_thread(_repairs, places, ledger),
        screenshots=await asyncio.to_thread(_pictures, shots),
        dependencies=await _dependencies(state, services, places, tree),
    )
    return await asyncio.to_thread(write_report, facts)


def _repairs(places: RunPlaces, ledger: Ledger) -> list[RepairShown]:
    """Every attempt after the first, against the tree that it started from."""
    pairs = pairwise(ledger.history)
    return [_repair(places, before, entry) for before, entry in pairs if before.scope]


def _repair(places: RunPlaces, before: Attempt, entry: Attempt) -> RepairShown:
    changes = places.trees.changes(before.head, entry.tree)
    old = {change.path: change.before for change in changes if change.before is not None}
    new = {change.path: change.after for change in changes if change.after is not None}
    return RepairShown(
        attempt=entry.attempt,
        scope=before.scope,
        findings=before.findings,
        diffs=diff_files(old, new),
        improved=entry.improved,
        problems=entry.problems,
    )


def _pictures(folder: Path) -> dict[str, bytes]:
    return {name.removesuffix(".png"): content for name, content in pictures_in(folder)}


async def _dependencies(
    state: BuildState, services: Services, places: RunPlaces, tree: str
) -> list[Dependency]:
    files = await asyncio.to_thread(places.trees.read_all, tree)
    modules = await services.host.module_cache(settings_of(state).sandbox)
    return await asyncio.to_thread(dependencies_of, files, modules)
