"""Runs every gate on one system, whatever the others say."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from stackwright.verification import prepared_site
from workbench.evidence.verdict import reach_verdict
from workbench.gates.pipeline import CHECKS, TEST_STAGES, VALIDATION_STAGES
from workbench.gates.result import GateResult, Status, not_verified
from workbench.gates.site import Site

# What decides these gates is one side alone: where it is unchanged, so is their outcome.
OF_ONE_SIDE = {
    "backend.tests": "backend/",
    "api.contract": "backend/",
    "api.scenarios": "backend/",
    "api.conformance": "backend/",
    "api.durability": "backend/",
    "api.abuse": "backend/",
    "frontend.types": "frontend/",
    "frontend.tests": "frontend/",
}
# What is measured on a green tree only: of a tree that is red already it would say nothing more.
ON_A_GREEN_TREE = frozenset(name for together in VALIDATION_STAGES[-1] for name in together)
IN_ORDER = tuple(t for stage in (*TEST_STAGES, *VALIDATION_STAGES) for t in stage)
BUILDS = {"backend.build", "frontend.build"}
# What must have been built for the gates of a kind.
NEEDED = {"api": ("backend.build",), "ui": ("backend.build", "frontend.build")}
Judged = dict[str, GateResult]


async def judge(
    folder: Path,
    known: Mapping[str, GateResult],
    changed: set[str],
    rejected_by: Collection[str] = (),
) -> Judged:
    """Every gate's result; those of an unchanged side are taken from the system it was made from.

    What these gates rejected before is asked of them first: one red gate is a rejection, whatever
    the others say. Only where none of them is red are all gates run.
    """
    async with prepared_site(folder) as prepared:
        results: Judged = {}
        if rejected_by:
            results = await _until_red(prepared.site, known, changed, rejected_by)
        if not any(result.is_red for result in results.values()):
            results = await _all(prepared.site, known, changed)
        verdict = reach_verdict(
            prepared.site.plan, list(results.values()), prepared.site.toolchains,
            outcome="verified", request="", model="", storage_reason="", files={},
        )  # fmt: skip
    results["verdict"] = GateResult(
        gate="verdict", status=Status.PASSED if verdict.verified else Status.FAILED
    )
    return results


async def judge_sides(folder: Path) -> Judged:
    """The results of the gates that one side decides, for the systems that are made of this one."""
    async with prepared_site(folder) as prepared:
        results: Judged = {}
        for together in IN_ORDER:
            chosen = tuple(name for name in together if name in OF_ONE_SIDE or name in BUILDS)
            results |= await _together(chosen, prepared.site, results, {}, set())
    return results


async def _all(site: Site, known: Mapping[str, GateResult], changed: set[str]) -> Judged:
    results: Judged = {}
    for together in IN_ORDER:
        results |= await _together(together, site, results, known, changed)
    return results


async def _until_red(
    site: Site, known: Mapping[str, GateResult], changed: set[str], gates: Collection[str]
) -> Judged:
    """These gates and what they need, in the usual order, up to the first red one."""
    asked = set(gates) | BUILDS | ({"ui.journey"} if "frontend.agreement" in gates else set())
    results: Judged = {}
    for together in IN_ORDER:
        chosen = tuple(name for name in together if name in asked)
        results |= await _together(chosen, site, results, known, changed)
        if any(result.is_red for result in results.values()):
            break
    return results


async def _together(
    names: Iterable[str],
    site: Site,
    before: Judged,
    known: Mapping[str, GateResult],
    changed: set[str],
) -> Judged:
    found = await asyncio.gather(*(_one(name, site, before, known, changed) for name in names))
    return {result.gate: result for result in found}


async def _one(
    name: str, site: Site, before: Judged, known: Mapping[str, GateResult], changed: set[str]
) -> GateResult:
    side = OF_ONE_SIDE.get(name)
    if side and name in known and not any(path.startswith(side) for path in changed):
        return known[name]
    needed = NEEDED.get(name.partition(".")[0], ())
    if any(before[build].is_red for build in needed):
        return not_verified(name, "there is nothing to run")
    if name in ON_A_GREEN_TREE and any(
        result.is_red or result.is_open for result in before.values()
    ):
        return not_verified(name, "the tree is red already")
    return await CHECKS[name](site)
