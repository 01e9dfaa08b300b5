"""What the sandbox costs: the gates on one system with it and without it, in turns.

Processor seconds of all children beside seconds by the clock: on a host that others use too, only the
first say something of ours.

python -m bench.sandbox_cost SYSTEM [--rounds 3] [--gate backend.build …]
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

from bench.afresh import without_cached_results
from nodes.workstation import containment_of
from stackwright.verification import prepared_context
from workbench.gates.registry import GATES
from workbench.harness.gate import TEST_STAGES, VALIDATION_STAGES
from workbench.harness.gate_context import GateContext
from workbench.harness.runner import run_gate, run_stages
from workbench.host.folders import data_folders
from workbench.host.sandbox.containment import SandboxMode

MODES: tuple[SandboxMode, ...] = ("required", "off")


@dataclass(frozen=True)
class Cost:
    """One round of the gates, in seconds."""

    clock: float
    processor: float


def ratio(with_sandbox: Collection[float], without: Collection[float]) -> float:
    """The medians' ratio: how many times as long it takes with the sandbox."""
    return median(with_sandbox) / median(without)


async def measure(
    system: Path, rounds: int, gates: Collection[str]
) -> dict[SandboxMode, list[Cost]]:
    """The gates in turns, after one round that fills the caches. Raises `StackwrightError`."""
    costs: dict[SandboxMode, list[Cost]] = {mode: [] for mode in MODES}
    async with prepared_context(system) as prepared:
        for number in range(rounds + 1):
            for mode in MODES if number % 2 else reversed(MODES):
                containment = await containment_of(data_folders(), mode)
                context = replace(prepared.context, containment=containment, cache=None)
                cost = await _round(context, gates)
                if number:
                    costs[mode].append(cost)
    return costs


async def _round(context: GateContext, names: Collection[str]) -> Cost:
    chosen = tuple(gate for gate in GATES if gate.name in names)
    started, before = time.monotonic(), _processor_seconds()
    results = await run_stages(
        context, chosen, (*TEST_STAGES, *VALIDATION_STAGES), run_gate, lambda _gate, _result: None
    )
    red = [result.gate for result in results if result.is_red]
    assert not red, f"the system is not sound: {red}"
    return Cost(time.monotonic() - started, _processor_seconds() - before)


def _processor_seconds() -> float:
    """Of this process's children that have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Prints the rounds and the two ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", type=Path, help="a delivered system")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gate", action="append", help="only these; repeatable")
    given = parser.parse_args()
    names = given.gate or [gate.name for gate in GATES]
    with without_cached_results():
        costs = asyncio.run(measure(given.system, given.rounds, names))
    for mode in MODES:
        for cost in costs[mode]:
            said = "with" if mode == "required" else "without"
            print(f"{said:8} {cost.clock:8.1f} s {cost.processor:8.1f} s of processors")
    with_sandbox, without = costs["required"], costs["off"]
    clock = ratio([cost.clock for cost in with_sandbox], [cost.clock for cost in without])
    processor = ratio(
        [cost.processor for cost in with_sandbox], [cost.processor for cost in without]
    )
    print(f"ratio of the medians: {clock:.2f} by the clock, {processor:.2f} of processors")


if __name__ == "__main__":
    main()
