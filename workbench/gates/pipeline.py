"""Runs gates stage by stage: cheap ones first and side by side, everything found in a stage told."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable

from workbench.gates import (
    api_abuse,
    api_conformance,
    api_contract,
    api_durability,
    api_scenarios,
    backend_build,
    backend_tests,
    clean_room,
    dependencies,
    frontend_agreement,
    frontend_build,
    frontend_tests,
    frontend_types,
    secrets,
    tests_strength,
    ui_journey,
)
from workbench.gates.remembered import remembered
from workbench.gates.result import GATES, Finding, GateResult, Status, not_verified
from workbench.gates.site import Site

Check = Callable[[Site], Awaitable[GateResult]]
Listener = Callable[[str, GateResult | None], None]

CHECKS: dict[str, Check] = {
    module.GATE: module.check
    for module in (
        backend_build,
        frontend_types,
        secrets,
        dependencies,
        backend_tests,
        frontend_tests,
        frontend_build,
        api_contract,
        api_scenarios,
        ui_journey,
        frontend_agreement,
        api_conformance,
        api_durability,
        api_abuse,
        tests_strength,
        clean_room,
    )
}
# Side by side where they use different things; the two heavy test runs share two cores badly.
TEST_STAGES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("backend.build", "frontend.types", "secrets", "dependencies"),),
    (("frontend.build", "backend.tests"), ("frontend.tests",)),
)
VALIDATION_STAGES: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("api.contract",),
        ("api.scenarios", "ui.journey"),
        # What the page said is known only now.
        ("frontend.agreement", "api.conformance", "api.durability"),
        ("api.abuse",),
    ),
    # On a green tree only: what is red needs neither.
    (("tests.strength",), ("clean_room",)),
)

# What runs the system may come out differently: a red one is run again. It takes long as well: a
# green one is not, on the same files. Compilers and readers of files are neither.
RUNS_THE_SYSTEM = frozenset(
    {"backend.tests", "frontend.tests"}
    | {name for stage in VALIDATION_STAGES for together in stage for name in together}
) - {"frontend.agreement"}
# What other gates and the report find in the scratch folder.
LEAVES = {ui_journey.GATE: ui_journey.LEAVES}


async def run_stages(
    site: Site, stages: tuple[tuple[tuple[str, ...], ...], ...], listen: Listener
) -> list[GateResult]:
    """The results of every stage up to and including the first with a red or open gate.

    `listen` hears a gate's name with None when it starts, and with its result when it ends.
    """
    results: list[GateResult] = []
    for stage in stages:
        for together in stage:
            results += await asyncio.gather(*(_run(site, name, listen) for name in together))
        if any(result.is_red or result.is_open for result in results):
            break
    return results


async def clear_scratch(site: Site) -> None:
    """Removes what an earlier tree's gates left, so that nothing stale can be judged."""
    await asyncio.to_thread(shutil.rmtree, site.scratch, ignore_errors=True)
    await asyncio.to_thread(site.scratch.mkdir, parents=True)


def with_unreached(results: list[GateResult]) -> list[GateResult]:
    """Every gate of the table: those that were not reached are not verified, with the reason."""
    by_name = {result.gate: result for result in results}
    stopped = [result.gate for result in results if result.is_red or result.is_open]
    reason = f"not reached: {', '.join(stopped)} came first" if stopped else "not reached"
    listed = [by_name.get(name, not_verified(name, reason)) for name in GATES]
    return [result for result in results if result.gate not in GATES] + listed


def all_green(results: list[GateResult]) -> bool:
    """True when every gate of the table passed or does not apply."""
    ok = (Status.PASSED, Status.NOT_APPLICABLE)
    names = {result.gate for result in results if result.status in ok}
    return names >= set(GATES) and all(result.status in ok for result in results)


async def _run(site: Site, name: str, listen: Listener) -> GateResult:
    listen(name, None)
    if name in RUNS_THE_SYSTEM:
        result = await remembered(site, name, CHECKS[name], LEAVES.get(name, ()))
        if result.is_red:
            result = await _repeated(site, name, result)
    else:
        result = await CHECKS[name](site)
    listen(name, result)
    return result


async def _repeated(site: Site, name: str, first: GateResult) -> GateResult:
    """A red gate once more on the same tree; where it passes now, a third run, and it is flaky."""
    second = await CHECKS[name](site)
    if second.status is not Status.PASSED:
        return first
    third = await CHECKS[name](site)
    told = "failed, passed, " + ("passed" if third.status is Status.PASSED else "failed")
    flaky = Finding(
        gate=name,
        message=f"flaky: on the same files it {told}",
        expected="the same outcome each time",
        actual=told,
    )
    seconds = first.seconds + second.seconds + third.seconds
    return first.model_copy(update={"findings": (flaky, *first.findings), "seconds": seconds})
