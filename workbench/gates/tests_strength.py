"""tests.strength: the system's own tests, without the derived ones, fail when a behaviour is broken."""

from __future__ import annotations

import asyncio
import time

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import GateContext
from workbench.progress.results import NOT_INSTALLED, Finding, GateResult, judged, not_verified
from workbench.strength import backend, frontend
from workbench.strength.mutants import Tampered, Unmeasurable

NAME = "tests.strength"


async def check(context: GateContext) -> GateResult:
    """Seeds faults in both components; each fault that breaks a behaviour must make a test fail."""
    if not context.toolchains.go.ok:
        return not_verified(NAME, "Go is missing or too old; run: stackwright doctor --install")
    if not await asyncio.to_thread(context.node_modules.is_dir):
        return not_verified(NAME, NOT_INSTALLED)
    started = time.monotonic()
    try:
        measured = [await backend.measure(context, NAME)]
        if frontend.applying(context.plan):
            measured.append(await frontend.measure(context, NAME))
    except Tampered as changed:
        what = "the system changes what measures its tests"
        finding = Finding(gate=NAME, message=f"{what}: {changed}", expected="no such access")
        return judged(NAME, [finding], seconds=time.monotonic() - started)
    except Unmeasurable as reason:
        return not_verified(NAME, str(reason), time.monotonic() - started)
    findings: list[Finding] = [item for strength in measured for item in strength.findings]
    untried = [name for strength in measured for name in strength.untried]
    result = judged(
        NAME,
        findings,
        seconds=time.monotonic() - started,
        passed_checks=[name for strength in measured for name in strength.noticed],
    )
    notes = tuple(
        f"no seeded fault breaks {name} alone, so its tests are not measured" for name in untried
    )
    return result.model_copy(update={"deviations": notes})


GATE = Gate(
    name=NAME,
    stage=Stage.FINAL,
    check=check,
    proves="the system's own tests notice seeded faults in each behaviour of the plan; no test is without an assertion",
    rules=("tests.notice_faults", "tests.assert_something"),
    needs=("backend.build", "frontend.build"),
    runs_the_system=True,
)
