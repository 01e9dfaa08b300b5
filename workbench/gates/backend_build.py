"""backend.build: the backend compiles and passes `go vet`; its server binary is built."""

from __future__ import annotations

import asyncio
import time

from workbench.harness.gate import Gate, Stage
from workbench.harness.gate_context import BINARY, GateContext
from workbench.harness.go_output import diagnostics
from workbench.progress.results import Finding, GateResult, judged, not_verified

NAME = "backend.build"


async def check(context: GateContext) -> GateResult:
    """Builds every package, listing all errors, runs `go vet`, and puts the server in the scratch folder."""
    if not context.toolchains.go.ok:
        return not_verified(NAME, "Go is missing or too old; run: stackwright doctor --install")
    started = time.monotonic()
    if not await asyncio.to_thread((context.backend / "go.mod").is_file):
        finding = Finding(gate=NAME, message="backend/go.mod is missing", file="backend/go.mod")
        return judged(NAME, [finding], seconds=time.monotonic() - started)
    await asyncio.to_thread(context.scratch.mkdir, parents=True, exist_ok=True)
    everything = await context.go("build", "-gcflags=-e", "./...")
    commands = [context.record(everything)]
    findings: list[Finding] = []
    if everything.ok:
        vet = await context.go("vet", "./...")
        commands.append(context.record(vet))
        if not vet.ok:
            findings += diagnostics(NAME, vet.output)
        binary = await context.go("build", "-o", str(context.binary), "./cmd/server")
        commands.append(context.record(binary))
        if not binary.ok:
            findings += diagnostics(NAME, binary.output)
    else:
        findings += diagnostics(NAME, everything.output)
    return judged(NAME, findings, seconds=time.monotonic() - started, commands=commands)


GATE = Gate(
    name=NAME,
    stage=Stage.STATIC,
    check=check,
    proves="the backend compiles and passes `go vet`; every error is listed",
    rules=("backend.compiles",),
    component="backend",
    builds=(BINARY,),
)
