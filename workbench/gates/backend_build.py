"""backend.build: the backend compiles, vets, and yields a server binary."""

from __future__ import annotations

import asyncio
import time

from workbench.gates.go_output import diagnostics
from workbench.gates.result import Finding, GateResult, judged, not_verified
from workbench.gates.site import Site

GATE = "backend.build"


async def check(site: Site) -> GateResult:
    """Builds everything with every error listed, then vets; leaves the server in the scratch."""
    if not site.toolchains.go.ok:
        return not_verified(GATE, "Go is missing or too old; run: stackwright doctor --install")
    started = time.monotonic()
    if not await asyncio.to_thread((site.backend / "go.mod").is_file):
        finding = Finding(gate=GATE, message="backend/go.mod is missing", file="backend/go.mod")
        return judged(GATE, [finding], seconds=time.monotonic() - started)
    await asyncio.to_thread(site.scratch.mkdir, parents=True, exist_ok=True)
    everything = await site.go("build", "-gcflags=-e", "./...")
    commands = [site.record(everything)]
    findings: list[Finding] = []
    if everything.ok:
        vet = await site.go("vet", "./...")
        commands.append(site.record(vet))
        if not vet.ok:
            findings += diagnostics(GATE, vet.output)
        binary = await site.go("build", "-o", str(site.binary), "./cmd/server")
        commands.append(site.record(binary))
        if not binary.ok:
            findings += diagnostics(GATE, binary.output)
    else:
        findings += diagnostics(GATE, everything.output)
    return judged(GATE, findings, seconds=time.monotonic() - started, commands=commands)
