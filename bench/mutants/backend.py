"""A backend that is built once with every mutant in it, and what each gate runs of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from bench.mutants.changes import Change, with_fingerprints
from bench.mutants.judging import BY_NAME, Portion, UnsoundSystem, asked, finding_of
from workbench.gates import (
    api_abuse,
    api_conformance,
    api_contract,
    api_durability,
    backend_tests,
)
from workbench.gates.registry import GATES
from workbench.harness.gate_context import BINARY, GateContext
from workbench.plan.steps import Trace
from workbench.reference.traces import derive_traces
from workbench.strength.mutants import MutantBuild, build_server_mutants

CONTRACT, OWN_TESTS = api_contract.NAME, backend_tests.NAME
# The gates that run a backend, by what they cost: these take up to minutes, the others seconds.
DEEP_GATES = (api_abuse.NAME, api_durability.NAME, api_conformance.NAME, OWN_TESTS)
QUICK_GATES = tuple(
    gate.name
    for gate in GATES
    if gate.component == "backend" and gate.runs_the_system and gate.name not in DEEP_GATES
)
# So many traces are asked first, and so many times more in each next portion: one that rejects is
# measured again with its portion.
FIRST_PORTION, GROWTH = 4, 4


@dataclass(frozen=True)
class SwitchedContext(GateContext):
    """What a gate is given; `link` is a flag of the linker that switches a mutant on in Go tests."""

    link: str = ""

    @property
    def go_variables(self) -> dict[str, str]:
        """The environment of `go`, with that flag."""
        variables = dict(super().go_variables)
        if self.link:
            variables["GOFLAGS"] = f"{variables.get('GOFLAGS', '')} -ldflags={self.link}".strip()
        return variables


class BackendMutants:
    """The server with every mutant in it, switched on in a copy of the binary."""

    def __init__(self, context: GateContext, build: MutantBuild, sources: Path) -> None:
        self.changes = with_fingerprints(
            Change(m.id, m.kind, f"backend/{m.file}", m.line, m.function, m.what)
            for m in build.report.mutants
        )
        self.uncompiled = len(build.uncompiled)
        self._context = context
        self._build = build
        self._sources = sources
        self._traces = derive_traces(context.plan)
        self._reached: dict[str, set[int]] = {}
        self._by_trace: dict[str, set[int]] = {}
        self._rejections: Counter[tuple[str, tuple[str, ...]]] = Counter()

    async def follow(self, gates: Sequence[str]) -> None:
        """Asks the gates without a mutant, and notes what each runs. Raises `UnsoundSystem`."""
        for trace in self._traces:
            self._by_trace[trace.id] = await self._followed(CONTRACT, [trace])
        for gate in gates:
            if gate not in (CONTRACT, OWN_TESTS):
                self._reached[gate] = await self._followed(gate, None)
        if OWN_TESTS in gates:
            async with self.switched(None, OWN_TESTS) as context:
                await _sound(context, OWN_TESTS)

    def portions(self, gate: str, change: Change) -> list[Portion]:
        """For api.contract the traces that come by the change; the system's own tests see any."""
        if gate != CONTRACT:
            return [None] if gate == OWN_TESTS or change.id in self._reached[gate] else []
        traces, portions, size = self._coming_by(change), [], FIRST_PORTION
        while traces:
            portions.append(traces[:size])
            traces, size = traces[size:], size * GROWTH
        return list(portions)

    @asynccontextmanager
    async def switched(self, change: Change | None, gate: str) -> AsyncIterator[GateContext]:
        """The context with a server, or for Go tests a module, in which the mutant is on."""
        number = change.id if change else 0
        board = self._build.switchboard
        if gate == OWN_TESTS:
            yield SwitchedContext(
                **{each.name: getattr(self._context, each.name) for each in fields(GateContext)}
                | {"folder": self._sources},
                link=board.link_flag(await self._module(), number),
            )
            return
        async with board.copy_of(self._build.server, mutant=number) as server:
            yield replace(self._context, scratch=server.parent)

    def rejected(self, change: Change, finding: str) -> None:
        """Notes which trace rejected a change, so that it is run early for the code around it."""
        trace = finding.partition(": ")[0]
        for place in ((change.file, change.function), (change.file,), ()):
            self._rejections[trace, place] += 1

    def _coming_by(self, change: Change) -> list[Trace]:
        """The traces that reach a change, first those that rejected most, then those that run least."""
        places: list[tuple[str, ...]] = [(change.file, change.function), (change.file,), ()]

        def rank(trace: Trace) -> tuple[int, ...]:
            earlier = (-self._rejections[trace.id, place] for place in places)
            return (*earlier, len(self._by_trace[trace.id]))

        return sorted((t for t in self._traces if change.id in self._by_trace[t.id]), key=rank)

    async def _followed(self, gate: str, traces: Sequence[Trace] | None) -> set[int]:
        """The mutants that a gate comes by."""
        reach_log = self._build.server.parent / "reached"
        await asyncio.to_thread(reach_log.unlink, missing_ok=True)
        board = self._build.switchboard
        async with board.copy_of(self._build.server, reach_log=reach_log) as server:
            assert server.name == BINARY
            await _sound(replace(self._context, scratch=server.parent, traces=traces), gate)
        text = await asyncio.to_thread(_read, reach_log)
        return set(map(int, text.split()))

    async def _module(self) -> str:
        listed = await self._context.go("list", "-m")
        return listed.stdout.strip()


async def backend_mutants(
    context: GateContext, folder: Path, gates: Sequence[str]
) -> BackendMutants:
    """Builds a system's backend with its mutants. Raises `Unmeasurable` or `UnsoundSystem`."""
    build = await build_server_mutants(context, folder, extended=True)
    subject = BackendMutants(context, build, folder / "app")
    await subject.follow(gates)
    return subject


async def _sound(context: GateContext, gate: str) -> None:
    result = await asked(context, BY_NAME[gate])
    if result.is_red or result.is_open:
        raise UnsoundSystem(f"without a mutant {gate} says: {finding_of(result)}")


def _read(file: Path) -> str:
    return file.read_text() if file.is_file() else ""
