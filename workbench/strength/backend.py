"""Which behaviours of the plan the backend's own tests miss: one mutant at a time.

A mutant counts only if it breaks a behaviour of the plan, that is, fails one of the traces derived
from it. The tests must fail with every mutant that counts; mutants that break nothing are ignored.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.harness import servers
from workbench.harness.gate_context import GateContext
from workbench.harness.http_steps import HttpRunner, RefusedInWords, StepFailed
from workbench.host.folders import temporary_folder
from workbench.host.process import Command, run
from workbench.host.untrusted.files import MissingFile, UnreadableFile, read_text
from workbench.plan.steps import Trace
from workbench.progress.results import Finding
from workbench.reference.scenarios import own_behaviours
from workbench.reference.traces import behaviour_traces
from workbench.strength.mutants import (
    Mutant,
    MutantBuild,
    Tampered,
    TestBinary,
    Unmeasurable,
    build_mutants,
)
from workbench.strength.outcome import Strength

PARALLEL = 4
# For each behaviour, at most `MAX_TRIED` mutants are tried until `WANTED` of them break it.
MAX_TRIED, WANTED = 8, 2
# Of an operation of the plan's own, whose tests a person or a model wrote: the subtle ones first, since
# a test that checks no value still notices that nothing is done at all.
WANTED_OF_OWN = 3
SUBTLE_FIRST = ("left out", "edge", "never taken", "every row", "status", "emptied")
# In the order in which they are tried: a mutant of a whole function tells more than one of a line.
KINDS = ("emptied", "every row", "never taken", "left out", "edge", "status")
TEST_SECONDS = 60.0
MAX_LOG_BYTES, MAX_DIGITS = 64 << 20, 9


@dataclass(frozen=True)
class BrokenBehaviour:
    """A trace that fails with a mutant, and the message of the step that failed."""

    trace: Trace
    step: str


async def measure(context: GateContext, gate: str) -> Strength:
    """Builds mutants, finds those that break a trace, and runs the tests. Raises `Unmeasurable`."""
    async with temporary_folder("strength") as folder:
        build = await build_mutants(context, folder)
        runs = _MutantRuns(context, build, folder, asyncio.Semaphore(PARALLEL))
        await asyncio.to_thread(runs.reach_logs.mkdir)
        hollow_tests = [
            Finding(
                gate=gate,
                message=f"the test {test.name} cannot fail",
                line=test.line,
                file=f"backend/{test.file}",
                expected="a test that can fail",
                rule="tests.assert_something",
            )
            for test in build.report.hollow_tests
        ]
        own = own_behaviours(context.plan)
        traces = [*behaviour_traces(context.plan), *own]
        breaking = await _breaking(runs, traces, {trace.id for trace in own})
        noticed = await _noticed(runs, list(breaking))
    strength = Strength(hollow_tests)
    strength.findings += [
        _finding(gate, mutant, broken)
        for mutant, broken in breaking.items()
        if mutant not in noticed
    ]
    for trace in traces:
        of_trace = [
            mutant
            for mutant, broken in breaking.items()
            if any(behaviour.trace.id == trace.id for behaviour in broken)
        ]
        if not of_trace:
            strength.untried.append(trace.id)
        elif all(mutant in noticed for mutant in of_trace):
            strength.noticed.append(f"strength:{trace.id}")
    return strength


@dataclass(frozen=True)
class _MutantRuns:
    context: GateContext
    build: MutantBuild
    folder: Path
    slots: asyncio.Semaphore

    @property
    def reach_logs(self) -> Path:
        """The folder for the lists of reached mutants; each run writes its own file."""
        return self.folder / "log"

    def new_reach_log(self) -> Path:
        """The path of a new file in that folder."""
        return self.reach_logs / secrets.token_hex(4)

    async def broken_step(
        self, trace: Trace | None, *, mutant: int = 0, reach_log: Path | None = None
    ) -> str | None:
        """The message of the step that fails on a server with this mutant; None if no step fails."""
        copy = self.build.switchboard.copy_of(self.build.server, mutant=mutant, reach_log=reach_log)
        async with self.slots, copy as binary:
            try:
                async with (
                    temporary_folder("data") as data,
                    servers.server_environment(self.context.plan) as environment,
                    servers.server_at(
                        self.context, binary, data, environment, writes=(self.reach_logs,)
                    ) as server,
                ):
                    runner = HttpRunner(server.url, stand_ins=environment.stand_ins)
                    for step in trace.steps if trace else ():
                        await asyncio.to_thread(runner.run, step)
            except (StepFailed, servers.NotServing) as failed:
                return str(failed)
            except RefusedInWords:
                return None  # nothing is known of the steps after it
        return None

    async def tests_pass(
        self,
        tests: TestBinary,
        names: Collection[str],
        *,
        mutant: int = 0,
        reach_log: Path | None = None,
    ) -> bool:
        """Runs the tests of these names as `go test` does, up to the first that fails."""
        chosen = "|".join(sorted(names))
        copy = self.build.switchboard.copy_of(tests.path, mutant=mutant, reach_log=reach_log)
        async with self.slots, copy as binary:
            argv = (
                str(binary),
                "-test.paniconexit0",
                "-test.timeout=1m0s",
                "-test.count=1",
                "-test.failfast",
                f"-test.run=^({chosen})$",
            )
            return (await run(self._command(argv, tests))).ok

    def _command(self, argv: tuple[str, ...], tests: TestBinary) -> Command:
        sandbox = self.context.containment.sandbox(
            writable=(tests.folder, self.reach_logs), readable=(self.folder,)
        )
        variables = self.context.go_variables
        return Command(argv, tests.folder, variables, TEST_SECONDS, sandbox=sandbox)

    async def names(self, tests: TestBinary) -> list[str]:
        """The names of the tests, examples and fuzz tests in the binary."""
        argv = (str(tests.path), "-test.list=^(Test|Example|Fuzz)")
        listed = await run(self._command(argv, tests))
        return [line for line in listed.stdout.split() if line.isidentifier()]

    async def reached_by_tests(self, tests: TestBinary, names: Collection[str]) -> set[int] | None:
        """The mutants that these tests reach; None if the tests fail with every mutant off."""
        reach_log = self.new_reach_log()
        if not await self.tests_pass(tests, names, reach_log=reach_log):
            return None
        return await asyncio.to_thread(_read, reach_log)


async def _breaking(
    runs: _MutantRuns, traces: Sequence[Trace], own: Collection[str]
) -> dict[Mutant, list[BrokenBehaviour]]:
    """The mutants that break a behaviour, with the behaviours they break.

    For each trace, mutants that few other traces reach are tried first; `own` are the ids of traces
    for which those of each kind are tried in turn.
    """
    at_start = await _reached_by(runs, None)
    reached = dict(
        zip(
            [trace.id for trace in traces],
            await asyncio.gather(*(_reached_by(runs, trace) for trace in traces)),
            strict=True,
        )
    )
    traces_reaching = Counter(number for numbers in reached.values() for number in numbers)

    def order(mutant: Mutant) -> tuple[int, int, int]:
        return traces_reaching[mutant.id], KINDS.index(mutant.kind), mutant.id

    async def breaking_trace(trace: Trace) -> list[tuple[Mutant, BrokenBehaviour]]:
        beyond_start = reached[trace.id] - at_start
        candidates = [mutant for mutant in runs.build.report.mutants if mutant.id in beyond_start]
        pairs: list[tuple[Mutant, BrokenBehaviour]] = []
        candidates.sort(key=order)
        wanted = WANTED
        if trace.id in own:
            candidates, wanted = _in_turn(candidates), WANTED_OF_OWN
        for mutant in candidates[:MAX_TRIED]:
            step = await runs.broken_step(trace, mutant=mutant.id)
            if step is not None:
                pairs.append((mutant, BrokenBehaviour(trace, step)))
            if len(pairs) == wanted:
                break
        return pairs

    breaking: dict[Mutant, list[BrokenBehaviour]] = {}
    for pairs in await asyncio.gather(*(breaking_trace(trace) for trace in traces)):
        for mutant, broken in pairs:
            breaking.setdefault(mutant, []).append(broken)
    return breaking


def _in_turn(mutants: Sequence[Mutant]) -> list[Mutant]:
    """The first of each kind, then the second of each, and so on."""
    seen: Counter[str] = Counter()
    places: dict[int, int] = {}
    for mutant in mutants:
        places[mutant.id] = seen[mutant.kind]
        seen[mutant.kind] += 1
    return sorted(mutants, key=lambda mutant: (places[mutant.id], SUBTLE_FIRST.index(mutant.kind)))


async def _reached_by(runs: _MutantRuns, trace: Trace | None) -> set[int]:
    """The mutants that a server reaches while it starts and serves the trace, if one is given."""
    reach_log = runs.new_reach_log()
    step = await runs.broken_step(trace, reach_log=reach_log)
    if step is not None:
        raise Unmeasurable(f"with every mutant switched off, {step}")
    return await asyncio.to_thread(_read, reach_log)


async def _noticed(runs: _MutantRuns, mutants: list[Mutant]) -> set[Mutant]:
    """The mutants with which a test fails; only the tests that reach a mutant are run with it."""
    reaching: list[tuple[TestBinary, dict[str, set[int]]]] = []
    for tests in runs.build.tests:
        reaching.append((tests, await _reached_by_each(runs, tests)))

    async def is_noticed(mutant: Mutant) -> bool:
        for tests, reached in reaching:
            names = [name for name, numbers in reached.items() if mutant.id in numbers]
            if names and not await runs.tests_pass(tests, names, mutant=mutant.id):
                return True
        return False

    outcomes = await asyncio.gather(*(is_noticed(mutant) for mutant in mutants))
    return {mutant for mutant, noticed in zip(mutants, outcomes, strict=True) if noticed}


async def _reached_by_each(runs: _MutantRuns, tests: TestBinary) -> dict[str, set[int]]:
    """For each test, the mutants it reaches. Raises `Unmeasurable` if the tests fail with none on.

    If a test fails when run alone, all tests of the package are run together, and each is taken to
    reach every mutant that any of them reaches.
    """
    names = await runs.names(tests)
    together = await runs.reached_by_tests(tests, names) if names else set()
    if together is None:
        raise Unmeasurable(f"with every mutant switched off, the tests in {tests.folder.name} fail")
    alone = await asyncio.gather(*(runs.reached_by_tests(tests, [name]) for name in names))
    if any(reached is None for reached in alone):
        return dict.fromkeys(names, together)
    return {name: reached or set() for name, reached in zip(names, alone, strict=True)}


def _finding(gate: str, mutant: Mutant, broken: list[BrokenBehaviour]) -> Finding:
    behaviours = "; ".join(item.trace.title for item in broken)
    return Finding(
        gate=gate,
        message=f"none of the backend's own tests fails when {mutant.what}",
        check=f"strength:{broken[0].trace.id}",
        entity=broken[0].trace.entity,
        file=f"backend/{mutant.file}",
        line=mutant.line,
        expected=f"a test that covers: {behaviours}",
        actual="every test passes with this fault in the code",
        evidence="\n".join(f"{item.trace.title}: {item.step}" for item in broken),
    )


def _read(reach_log: Path) -> set[int]:
    """The numbers in the list. Tests and server can write to it, so it may be anything.

    Raises `Tampered`, which says nothing of what was found.
    """
    try:
        words = read_text(reach_log.parent, reach_log.name, MAX_LOG_BYTES).split()
    except MissingFile:
        return set()
    except UnreadableFile as error:
        raise Tampered(f"the list of what a run reached was replaced: {error.reason}") from error
    if not all(word.isascii() and word.isdigit() and len(word) <= MAX_DIGITS for word in words):
        raise Tampered("the list of what a run reached holds something else than numbers")
    return set(map(int, words))
