"""A folder of built systems, and the measurement of each."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from bench.calibration.judging import Judged, judge
from bench.calibration.planting import Plant, plant
from bench.calibration.systems import RECORDED
from bench.calibration.tables import Outcome
from bench.recorded.assembling import assemble, document_of
from stackwright import abuild
from workbench.gates.result import GATES, GateResult, Status

Listener = Callable[[Outcome], None]
SIDE_BY_SIDE = 3  # two cores: a third works while the others wait for a page or a server


class Bench:
    """A folder of built systems, and the measurement of each."""

    def __init__(self, folder: Path, listen: Listener) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._listen = listen
        self._slots = asyncio.Semaphore(SIDE_BY_SIDE)
        self._known: dict[str, Judged] = {}

    async def host(self, name: str, request: str) -> Outcome:
        """Judges a system, built once, so that faults can be compared with it."""
        async with self._slots:
            if (self._folder / name).exists():
                return await self._judged_host(name)
            if name in RECORDED:
                recording = await asyncio.to_thread(assemble, name, self._folder / f"{name}-calls")
                await abuild(
                    request, replay=str(recording), openapi=document_of(name),
                    out=self._folder / name,
                )  # fmt: skip
            else:
                await abuild(request, model="offline", out=self._folder / name)
            return await self._judged_host(name)

    async def sound(self, name: str, request: str, storage: str = "sqlite") -> Outcome:
        """Builds a system; the verdict is that of its build, and later that of its gates alone."""
        async with self._slots:
            out = self._folder / name
            if out.exists():
                return self._told(_outcome(name, "sound", name, await judge(out, {}, set())))
            result = await abuild(request, model="offline", storage=storage, out=out)
        gates = {gate.name: gate.status for gate in result.verdict.gates}
        red = tuple(name for name, status in gates.items() if status is Status.FAILED)
        open_gates = tuple(name for name, status in gates.items() if status is Status.NOT_VERIFIED)
        findings = tuple(
            f"{gate.name}: {gate.findings[0]['message']}"
            for gate in result.verdict.gates
            if gate.findings
        )
        return self._told(
            Outcome(name, "sound", name, red, open_gates, not result.verified, findings)
        )

    async def adopt(self, name: str, system: Path) -> Outcome:
        """Judges a system that was built before, and makes it a host."""
        await asyncio.to_thread(shutil.copytree, system, self._folder / name)
        return await self._judged_host(name)

    async def _judged_host(self, name: str) -> Outcome:
        self._known[name] = await judge(self._folder / name, {}, set())
        return self._told(_outcome(name, "sound", name, self._known[name]))

    async def planted(self, change: Plant, host: str, rejected_by: Collection[str] = ()) -> Outcome:
        """Plants one change in a copy of its host and judges that. Raises `PlantFailed`.

        `rejected_by` names the gates that rejected it before, which are asked first.
        """
        async with self._slots:
            copy = Path(tempfile.mkdtemp(dir=self._folder, prefix="planted-")) / host
            changed = await asyncio.to_thread(plant, change, host, self._folder / host, copy)
            derived = ".stackwright/plan.json" in changed
            results = await judge(copy, {} if derived else self._known[host], changed, rejected_by)
            await asyncio.to_thread(shutil.rmtree, copy)
        return self._told(_outcome(change.name, change.family, host, results))

    def _told(self, outcome: Outcome) -> Outcome:
        self._listen(outcome)
        return outcome


def _outcome(name: str, family: str, host: str, results: Judged) -> Outcome:
    red = tuple(gate for gate in GATES if gate in results and results[gate].is_red)
    open_gates = tuple(gate for gate in GATES if gate not in results or results[gate].is_open)
    rejected = results["verdict"].status is not Status.PASSED
    told = tuple(_first_finding(results[gate]) for gate in red)
    return Outcome(name, family, host, red, open_gates, rejected, told)


def _first_finding(result: GateResult) -> str:
    return f"{result.gate}: {result.findings[0].message if result.findings else result.reason}"
