"""A folder of built systems, and the measurement of each."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path

from bench.calibration.judging import Judged, judge, judge_sides
from bench.calibration.planting import Plant, plant
from bench.calibration.systems import RECORDED
from bench.calibration.tables import Outcome
from bench.recorded.assembling import assemble, document_of
from stackwright import abuild
from stackwright.verification import VERDICT_FILE
from workbench.evidence.verdict import Verdict
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

    async def host(self, name: str, request: str, *, again: bool = False) -> Outcome:
        """Builds a system that faults can be planted in; the verdict is that of its build.

        What was built before is kept. `again`: every gate is run on what was delivered.
        """
        async with self._slots:
            folder = await self._built(name, request, "sqlite")
            if again:
                self._known[name] = await judge(folder, {}, set())
                return self._told(_outcome(name, "sound", name, self._known[name]))
            self._known[name] = await judge_sides(folder)
        return self._told(await asyncio.to_thread(_delivered, name, folder))

    async def sound(
        self, name: str, request: str, storage: str = "sqlite", *, again: bool = False
    ) -> Outcome:
        """As `host`, of a system that no faults are planted in."""
        async with self._slots:
            folder = await self._built(name, request, storage)
            if again:
                results = await judge(folder, {}, set())
                return self._told(_outcome(name, "sound", name, results))
        return self._told(await asyncio.to_thread(_delivered, name, folder))

    async def _built(self, name: str, request: str, storage: str) -> Path:
        """The system's folder; it is built where it is not there, verified or not."""
        folder = self._folder / name
        if (folder / VERDICT_FILE).is_file():
            return folder
        if name in RECORDED:
            recording = await asyncio.to_thread(assemble, name, self._folder / f"{name}-calls")
            await abuild(request, replay=str(recording), openapi=document_of(name), out=folder)
        else:
            await abuild(request, model="offline", storage=storage, out=folder)
        return folder

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


def _delivered(name: str, folder: Path) -> Outcome:
    """What the build of a sound system came to."""
    verdict = Verdict.model_validate_json((folder / VERDICT_FILE).read_text())
    of = {gate.name: gate.status for gate in verdict.gates}
    return Outcome(
        name, "sound", name,
        red=tuple(gate for gate, status in of.items() if status is Status.FAILED),
        open=tuple(gate for gate, status in of.items() if status is Status.NOT_VERIFIED),
        rejected=not verdict.verified,
        findings=tuple(
            f"{gate.name}: {gate.findings[0]['message']}" for gate in verdict.gates if gate.findings
        ),
    )  # fmt: skip


def _outcome(name: str, family: str, host: str, results: Judged) -> Outcome:
    red = tuple(gate for gate in GATES if gate in results and results[gate].is_red)
    open_gates = tuple(gate for gate in GATES if gate not in results or results[gate].is_open)
    rejected = results["verdict"].status is not Status.PASSED
    told = tuple(_first_finding(results[gate]) for gate in red)
    return Outcome(name, family, host, red, open_gates, rejected, told)


def _first_finding(result: GateResult) -> str:
    return f"{result.gate}: {result.findings[0].message if result.findings else result.reason}"
