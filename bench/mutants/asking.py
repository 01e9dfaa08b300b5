"""Asks the API gates about one mutant after the other, until the first that is red."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.gates import api_conformance, api_scenarios
from workbench.harness.gate_context import BINARY, GateContext
from workbench.harness.trace_runs import run_steps
from workbench.harness.walks.batch import SECONDS, walked
from workbench.harness.walks.values import walked_entities
from workbench.host.folders import temporary_folder
from workbench.plan.steps import Trace
from workbench.progress.results import Finding
from workbench.reference.traces import derive_traces
from workbench.strength.mutants import Mutant, MutantBuild, build_server_mutants

CONTRACT, WALK = "api.contract", "api.walk"
# Beyond so many that come by a mutant another trace tells hardly more.
MOST_TRACES = 25


@dataclass(frozen=True)
class Red:
    """The first gate that was red, and what it found."""

    gate: str
    finding: str


class Bench:
    """A server with every mutant in it, and which traces come by each."""

    def __init__(self, context: GateContext, build: MutantBuild) -> None:
        self.mutants: Sequence[Mutant] = build.report.mutants
        self._context = context
        self._build = build
        self._traces: Sequence[Trace] = derive_traces(context.plan)
        self._reached: dict[str, set[int]] = {}

    async def follow(self) -> None:
        """Runs every trace once without a mutant. Raises `ValueError` where one does not hold."""
        for trace in self._traces:
            async with temporary_folder("reached") as folder:
                reach_log = folder / "reach_log"
                found = await self._failing(trace, reach_log=reach_log)
                if found is not None:
                    raise ValueError(f"without a mutant {found.message}: {found.actual}")
                text = await asyncio.to_thread(_read, reach_log)
            self._reached[trace.id] = set(map(int, text.split()))

    async def red(self, mutant: Mutant) -> Red | None:
        """The first gate that is red with this mutant; None for a survivor."""
        for trace in self._coming_by(mutant):
            found = await self._failing(trace, mutant.id)
            if found is not None:
                return Red(
                    CONTRACT, f"{found.check}: expected {found.expected}, got {found.actual}"
                )
        async with self._started(mutant.id) as context:
            entities = walked_entities(context.plan)
            walks = await walked(context, entities, time.monotonic() + SECONDS)
            for reproduction in (one for its in walks.values() for one in its):
                difference = reproduction.difference
                return Red(WALK, f"{difference.request}: expected {difference.expected}, got {difference.actual}")  # fmt: skip
            for gate in (api_scenarios, api_conformance):
                result = await gate.check(context)
                if result.is_red:
                    return Red(gate.NAME, result.findings[0].message)
        return None

    def _coming_by(self, mutant: Mutant) -> list[Trace]:
        """The traces that reach it, those first that reach little else."""
        sizes = Counter({name: len(reached) for name, reached in self._reached.items()})
        its = [trace for trace in self._traces if mutant.id in self._reached[trace.id]]
        return sorted(its, key=lambda trace: sizes[trace.id])[:MOST_TRACES]

    async def _failing(
        self, trace: Trace, fault: int = 0, reach_log: Path | None = None
    ) -> Finding | None:
        async with self._started(fault, reach_log) as context:
            return await run_steps(
                context, CONTRACT, trace.id, trace.title, trace.entity, trace.steps
            )

    @asynccontextmanager
    async def _started(
        self, fault: int, reach_log: Path | None = None
    ) -> AsyncIterator[GateContext]:
        """What a gate is given: a server with this mutant on, 0 for none."""
        switched = self._build.switchboard.copy_of(
            self._build.server, mutant=fault, reach_log=reach_log
        )
        async with switched as server:
            assert server.name == BINARY
            yield replace(self._context, scratch=server.parent)


async def bench_on(context: GateContext, folder: Path) -> Bench:
    """Builds the server of a system with its mutants. Raises `Unmeasurable` or `ValueError`."""
    bench = Bench(context, await build_server_mutants(context, folder))
    await bench.follow()
    return bench


def _read(file: Path) -> str:
    return file.read_text() if file.is_file() else ""
