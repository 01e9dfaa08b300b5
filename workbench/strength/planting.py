"""A backend with switchable faults: planted by a Go program, built once, each fault one run."""

from __future__ import annotations

import asyncio
import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from workbench.errors import MeasurementError
from workbench.harness.gate_context import GateContext
from workbench.harness.go_output import diagnostics
from workbench.host.process import Finished
from workbench.strength.switching import Switchboard
from workbench.workspace.system_files import copy_system

PLANTER = Path(__file__).with_name("planter.go")
# A line on which a planted fault does not compile is left alone in the next try.
BUILD_TRIES = 5
_PACKAGES = "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}\t{{.Dir}}{{end}}"


class Unmeasurable(MeasurementError):
    """Our faults could not be planted or switched; `reason` says why. Nothing is said of the code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fault(_Strict):
    """One change that can be switched on; `file` is relative to backend/."""

    id: int
    kind: str
    file: str
    line: int
    what: str


class IdleTest(_Strict):
    """A test function that cannot fail."""

    file: str
    line: int
    name: str


class Report(_Strict):
    """What the planter prints."""

    faults: list[Fault]
    idle: list[IdleTest]


@dataclass(frozen=True)
class TestBinary:
    """The compiled tests of one package and the folder in which they run."""

    path: Path
    folder: Path


@dataclass(frozen=True)
class Planted:
    """The faults, and what was built with all of them in it, switched off."""

    report: Report
    switchboard: Switchboard
    server: Path
    tests: tuple[TestBinary, ...]


async def plant(context: GateContext, folder: Path) -> Planted:
    """Builds server and tests with every fault in them. Raises `Unmeasurable`.

    Afterwards the sources in the folder are those of the system again: tests run among them, and
    some read them.
    """
    planted = await plant_server(context, folder)
    system = folder / "app"
    tests = await _tests(context, system / "backend", folder)
    await asyncio.to_thread(_copy, context.folder, system)
    return replace(planted, tests=tests)


async def plant_server(context: GateContext, folder: Path) -> Planted:
    """Builds the server alone with every fault in it. Raises `Unmeasurable`."""
    system = folder / "app"
    backend = system / "backend"
    switchboard = Switchboard()
    skipped: list[str] = []
    for _ in range(BUILD_TRIES):
        await asyncio.to_thread(_copy, context.folder, system)
        report = await _plant(context, backend, switchboard, skipped)
        built = await context.go("build", "-gcflags=-e", "-o", str(folder / "server"), "./cmd/server",
                              folder=backend, writes=(folder,))  # fmt: skip
        if built.ok:
            return Planted(report, switchboard, folder / "server", ())
        refused = _places(built)
        if not refused - set(skipped):
            break
        skipped += sorted(refused)
    raise Unmeasurable("the server does not build with faults planted: " + built.output[-600:])


async def _plant(
    context: GateContext, backend: Path, switchboard: Switchboard, skipped: list[str]
) -> Report:
    module = (await context.go("list", "-m", folder=backend)).stdout.strip()
    ran = await context.go("run", str(PLANTER), str(backend), module, switchboard.package,
                           *skipped, folder=backend)  # fmt: skip
    if not ran.ok:
        raise Unmeasurable("no faults could be planted: " + ran.output[-600:])
    package = backend / "internal" / switchboard.package
    await asyncio.to_thread(package.mkdir, parents=True)
    source = await asyncio.to_thread(lambda: switchboard.source)
    await asyncio.to_thread((package / "switchboard.go").write_text, source)
    return Report.model_validate_json(ran.stdout)


async def _tests(context: GateContext, backend: Path, folder: Path) -> tuple[TestBinary, ...]:
    listed = await context.go("list", "-f", _PACKAGES, "./...", folder=backend)
    if not listed.ok:
        raise Unmeasurable("the packages cannot be listed: " + listed.output[-600:])
    found = []
    for number, line in enumerate(listed.stdout.splitlines()):
        package, _, place = line.partition("\t")
        if os.path.realpath(place) == os.path.realpath(backend / "tests" / "contract"):
            continue  # derived from the plan, not the system's own
        path = folder / str(number) / f"{package.rpartition('/')[2]}.test"
        await asyncio.to_thread(path.parent.mkdir)
        built = await context.go(
            "test", "-c", "-o", str(path), package, folder=backend, writes=(folder,)
        )
        if not built.ok:
            raise Unmeasurable("the tests do not build with faults planted: " + built.output[-600:])
        found.append(TestBinary(path, Path(place)))
    return tuple(found)


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    copy_system(source, target)


def _places(built: Finished) -> set[str]:
    return {
        f"{found.file.removeprefix('backend/')}:{found.line}"
        for found in diagnostics("", built.output)
        if found.line is not None
    }
