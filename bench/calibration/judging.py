"""Runs every gate on one system, whatever the others say."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
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
# What must have been built for the gates of a kind.
NEEDED = {"api": ("backend.build",), "ui": ("backend.build", "frontend.build")}
Judged = dict[str, GateResult]


async def judge(folder: Path, known: Mapping[str, GateResult], changed: set[str]) -> Judged:
    """Every gate's result; those of an unchanged side are taken from the system it was made from."""
    results: Judged = {}
    async with prepared_site(folder) as prepared:
        for stage in (*TEST_STAGES, *VALIDATION_STAGES):
            for together in stage:
                found = await asyncio.gather(
                    *(_one(name, prepared.site, results, known, changed) for name in together)
                )
                results |= {result.gate: result for result in found}
        verdict = reach_verdict(
            prepared.site.plan, list(results.values()), prepared.site.toolchains,
            outcome="verified", request="", model="", storage_reason="", files={},
        )  # fmt: skip
    results["verdict"] = GateResult(
        gate="verdict", status=Status.PASSED if verdict.verified else Status.FAILED
    )
    return results


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
