"""Which behaviours of the plan the backend's own tests would miss: one planted fault at a time.

A fault counts only where it breaks a behaviour of the plan, that is, one of the traces that are
derived from it. The tests must notice every fault that counts; all others say nothing.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from workbench.harness import servers
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner, StepFailed
from workbench.host.folders import temporary_folder
from workbench.host.process import Command, run
from workbench.plan.steps import Trace
from workbench.progress.results import Finding
from workbench.reference.traces import behaviour_traces
from workbench.strength.outcome import Strength
from workbench.strength.planting import Fault, Planted, TestBinary, Unmeasurable, plant

PARALLEL = 4
# Of the faults that a behaviour reaches, so many are tried until so many have broken it.
TRIED, WANTED = 8, 2
# What breaks a whole function says more than what breaks a line.
KINDS = ("emptied", "every row", "never taken", "left out", "edge", "status")
TEST_SECONDS = 60.0


@dataclass(frozen=True)
class Broken:
    """A behaviour that a fault breaks, and the step that shows it."""

    trace: Trace
    step: str


async def measure(context: GateContext, gate: str) -> Strength:
    """Plants, ties faults to behaviours, and runs the tests. Raises `Unmeasurable`."""
    async with temporary_folder("strength") as folder:
        planted = await plant(context, folder)
        bench = _Bench(context, planted, folder, asyncio.Semaphore(PARALLEL))
        await asyncio.to_thread(bench.notebooks.mkdir)
        idle = [
            Finding(
                gate=gate, message=f"the test {test.name} cannot fail", line=test.line,
                file=f"backend/{test.file}", expected="a test that can fail",
            )
            for test in planted.report.idle
        ]  # fmt: skip
        traces = behaviour_traces(context.plan)
        tied = await _tie(bench, traces)
        noticed = await _notice(bench, list(tied))
    strength = Strength(idle)
    strength.findings += [
        _finding(gate, fault, broken) for fault, broken in tied.items() if fault not in noticed
    ]
    for trace in traces:
        its = [f for f, broken in tied.items() if any(b.trace.id == trace.id for b in broken)]
        if not its:
            strength.untried.append(trace.id)
        elif all(fault in noticed for fault in its):
            strength.noticed.append(f"strength:{trace.id}")
    return strength


@dataclass(frozen=True)
class _Bench:
    context: GateContext
    planted: Planted
    folder: Path
    slots: asyncio.Semaphore

    @property
    def notebooks(self) -> Path:
        """The folder in which runs note the faults that they reach."""
        return self.folder / "log"

    def notes(self) -> Path:
        """A new file of that folder."""
        return self.notebooks / secrets.token_hex(4)

    async def broken_step(
        self, trace: Trace | None, *, fault: int = 0, notes: Path | None = None
    ) -> str | None:
        """The step of the trace that fails on a server with this fault; None if none does."""
        switched = self.planted.switchboard.copy_of(self.planted.server, fault=fault, notes=notes)
        async with self.slots, switched as binary:
            try:
                async with (
                    temporary_folder("data") as data,
                    servers.surroundings(self.context.plan) as around,
                    servers.server_at(
                        self.context, binary, data, around, writes=(self.notebooks,)
                    ) as server,
                ):
                    runner = HttpRunner(server.url)
                    for step in trace.steps if trace else ():
                        await asyncio.to_thread(runner.run, step)
            except (StepFailed, servers.NotServing) as failed:
                return str(failed)
        return None

    async def tests_pass(
        self, tests: TestBinary, names: Collection[str], *, fault: int = 0,
        notes: Path | None = None,
    ) -> bool:  # fmt: skip
        """Runs the tests of these names as `go test` does, up to the first that fails."""
        chosen = "|".join(sorted(names))
        switched = self.planted.switchboard.copy_of(tests.path, fault=fault, notes=notes)
        async with self.slots, switched as binary:
            argv = (
                str(binary), "-test.paniconexit0", "-test.timeout=1m0s", "-test.count=1",
                "-test.failfast", f"-test.run=^({chosen})$",
            )  # fmt: skip
            return (await run(self._command(argv, tests))).ok

    def _command(self, argv: tuple[str, ...], tests: TestBinary) -> Command:
        sandbox = self.context.containment.sandbox(
            writable=(tests.folder, self.notebooks), readable=(self.folder,)
        )
        variables = self.context.go_variables
        return Command(argv, tests.folder, variables, TEST_SECONDS, sandbox=sandbox)

    async def names(self, tests: TestBinary) -> list[str]:
        """What the binary would run."""
        argv = (str(tests.path), "-test.list=^(Test|Example|Fuzz)")
        listed = await run(self._command(argv, tests))
        return [line for line in listed.stdout.split() if line.isidentifier()]

    async def reached_by_tests(self, tests: TestBinary, names: Collection[str]) -> set[int] | None:
        """The faults that these tests come by; None where they fail without any."""
        notes = self.notes()
        if not await self.tests_pass(tests, names, notes=notes):
            return None
        return await asyncio.to_thread(_read, notes)


async def _tie(bench: _Bench, traces: list[Trace]) -> dict[Fault, list[Broken]]:
    """The faults that break a behaviour, most particular first, and the behaviours they break."""
    at_start = await _reached_by(bench, None)
    reached = dict(
        zip(
            [trace.id for trace in traces],
            await asyncio.gather(*(_reached_by(bench, trace) for trace in traces)),
            strict=True,
        )
    )
    by_how_many = Counter(number for numbers in reached.values() for number in numbers)

    def order(fault: Fault) -> tuple[int, int, int]:
        return by_how_many[fault.id], KINDS.index(fault.kind), fault.id

    async def tied_to(trace: Trace) -> list[tuple[Fault, Broken]]:
        within = reached[trace.id] - at_start
        likely = sorted((f for f in bench.planted.report.faults if f.id in within), key=order)
        found: list[tuple[Fault, Broken]] = []
        for fault in likely[:TRIED]:
            step = await bench.broken_step(trace, fault=fault.id)
            if step is not None:
                found.append((fault, Broken(trace, step)))
            if len(found) == WANTED:
                break
        return found

    tied: dict[Fault, list[Broken]] = {}
    for pairs in await asyncio.gather(*(tied_to(trace) for trace in traces)):
        for fault, broken in pairs:
            tied.setdefault(fault, []).append(broken)
    return tied


async def _reached_by(bench: _Bench, trace: Trace | None) -> set[int]:
    notes = bench.notes()
    step = await bench.broken_step(trace, notes=notes)
    if step is not None:
        raise Unmeasurable(f"with every planted fault switched off, {step}")
    return await asyncio.to_thread(_read, notes)


async def _notice(bench: _Bench, faults: list[Fault]) -> set[Fault]:
    """The faults with which a test fails; a test that does not come by one cannot fail of it."""
    reaching: list[tuple[TestBinary, dict[str, set[int]]]] = []
    for tests in bench.planted.tests:
        reaching.append((tests, await _reached_by_each(bench, tests)))

    async def is_noticed(fault: Fault) -> bool:
        for tests, reached in reaching:
            names = [name for name, numbers in reached.items() if fault.id in numbers]
            if names and not await bench.tests_pass(tests, names, fault=fault.id):
                return True
        return False

    outcomes = await asyncio.gather(*(is_noticed(fault) for fault in faults))
    return {fault for fault, noticed in zip(faults, outcomes, strict=True) if noticed}


async def _reached_by_each(bench: _Bench, tests: TestBinary) -> dict[str, set[int]]:
    """By test, the faults that it comes by. Raises `Unmeasurable` where they fail without any.

    Tests that need each other are taken together: each then comes by what all of them do.
    """
    names = await bench.names(tests)
    together = await bench.reached_by_tests(tests, names) if names else set()
    if together is None:
        raise Unmeasurable(
            f"with every planted fault switched off, the tests in {tests.folder.name} fail"
        )
    alone = await asyncio.gather(*(bench.reached_by_tests(tests, [name]) for name in names))
    if any(reached is None for reached in alone):
        return dict.fromkeys(names, together)
    return {name: reached or set() for name, reached in zip(names, alone, strict=True)}


def _finding(gate: str, fault: Fault, broken: list[Broken]) -> Finding:
    behaviours = "; ".join(item.trace.title for item in broken)
    return Finding(
        gate=gate,
        message=f"no test of the backend's own fails when {fault.what}",
        check=f"strength:{broken[0].trace.id}",
        entity=broken[0].trace.entity,
        file=f"backend/{fault.file}",
        line=fault.line,
        expected=f"a test that covers: {behaviours}",
        actual="every test passes with this fault in it",
        evidence="\n".join(f"{item.trace.title}: {item.step}" for item in broken),
    )


def _read(notes: Path) -> set[int]:
    return set(map(int, notes.read_text().split())) if notes.is_file() else set()
