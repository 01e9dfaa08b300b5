"""A folder of built systems, and the measurement of each."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.calibration.judging import Assessment, judge, judge_components
from bench.calibration.seeding import SeededFault, seed_fault
from bench.calibration.systems import RECORDED
from bench.calibration.tables import Outcome
from bench.recorded.assembling import assemble, document_of
from stackwright import abuild
from stackwright.verification import VERDICT_FILE
from workbench.evidence.verdict import Verdict
from workbench.gates.registry import GATE_NAMES
from workbench.progress.results import GateResult, Status

Listener = Callable[[Outcome], None]
SIDE_BY_SIDE = 3  # two cores: a third works while the others wait for a page or a server


class Bench:
    """A folder of built systems, and the measurement of each."""

    def __init__(self, folder: Path, listen: Listener) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._listen = listen
        self._slots = asyncio.Semaphore(SIDE_BY_SIDE)
        self._known: dict[str, Assessment] = {}

    async def sound(self, name: str, request: str, storage: str = "sqlite") -> Outcome:
        """Builds a system; the verdict is that of its build. On one that is there every gate is run."""
        async with self._slots:
            if await self._build(name, request, storage):
                outcome = await asyncio.to_thread(_delivered, name, self._folder / name)
            else:
                self._known[name] = await judge(self._folder / name, {}, set())
                outcome = _outcome(name, "sound", name, self._known[name])
        return self._reported(outcome)

    async def ready(self, name: str, request: str) -> None:
        """Builds a system if it is not there, and makes it one that faults can be seeded in."""
        async with self._slots:
            await self._build(name, request, "sqlite")
            if name not in self._known:
                self._known[name] = await judge_components(self._folder / name)

    async def _build(self, name: str, request: str, storage: str) -> bool:
        """False if the system is there already; it is built once, verified or not."""
        folder = self._folder / name
        if (folder / VERDICT_FILE).is_file():
            return False
        if name in RECORDED:
            recording = await asyncio.to_thread(assemble, name, self._folder / f"{name}-calls")
            await abuild(
                request, replay=str(recording), openapi=document_of(name) or "", out=folder
            )
        else:
            await abuild(request, model="offline", storage=storage, out=folder)
        return True

    async def with_fault(
        self, change: SeededFault, host: str, rejected_by: Sequence[str] = ()
    ) -> Outcome:
        """Seeds one change in a copy of its host, which is ready. Raises `SeedingFailed`.

        `rejected_by` names the gates that rejected it before, which are asked first.
        """
        async with self._slots:
            place = Path(tempfile.mkdtemp(dir=self._folder, prefix="seeded-"))
            copy = place / host
            changed = await asyncio.to_thread(seed_fault, change, host, self._folder / host, copy)
            derived = ".stackwright/plan.json" in changed
            results = await judge(copy, {} if derived else self._known[host], changed, rejected_by)
            await asyncio.to_thread(shutil.rmtree, place)
        return self._reported(_outcome(change.name, change.family, host, results))

    def _reported(self, outcome: Outcome) -> Outcome:
        self._listen(outcome)
        return outcome


def _delivered(name: str, folder: Path) -> Outcome:
    """What the build of a sound system came to."""
    verdict = Verdict.model_validate_json((folder / VERDICT_FILE).read_text())
    of = {gate.name: gate.status for gate in verdict.gates}
    return Outcome(
        name,
        "sound",
        name,
        red=tuple(gate for gate, status in of.items() if status is Status.FAILED),
        open=tuple(gate for gate, status in of.items() if status is Status.NOT_VERIFIED),
        rejected=not verdict.verified,
        findings=tuple(
            f"{gate.name}: {gate.findings[0]['message']}" for gate in verdict.gates if gate.findings
        ),
    )


def _outcome(name: str, family: str, host: str, results: Assessment) -> Outcome:
    red = tuple(gate for gate in GATE_NAMES if gate in results and results[gate].is_red)
    open_gates = tuple(gate for gate in GATE_NAMES if gate not in results or results[gate].is_open)
    rejected = results["verdict"].status is not Status.PASSED
    listed = tuple(_first_finding(results[gate]) for gate in red)
    return Outcome(name, family, host, red, open_gates, rejected, listed)


def _first_finding(result: GateResult) -> str:
    return f"{result.gate}: {result.findings[0].message if result.findings else result.reason}"
