"""A backend with switchable mutants: inserted by a Go program, built once, run once per mutant."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from workbench.errors import MeasurementError
from workbench.harness.gate_context import GateContext
from workbench.harness.go_output import diagnostics
from workbench.host.process import Finished
from workbench.host.removal import remove_tree
from workbench.strength.switching import Switchboard
from workbench.workspace.system_files import copy_system

_HERE = Path(__file__).parent
MUTATOR = tuple(str(_HERE / name) for name in ("mutator.go", "operators.go", "typing.go"))
# A line on which a mutant does not compile is skipped in the next try.
BUILD_TRIES = 8
_EXPORTS = "{{if .Export}}{{.ImportPath}}\t{{.Export}}{{end}}"
_PACKAGES = "{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}\t{{.Dir}}{{end}}"


class Tampered(MeasurementError):
    """Generated code changed what measures it: a verdict on the code. It says nothing of what it found."""


class Unmeasurable(MeasurementError):
    """The faults could not be seeded or switched on, as `reason` says; this is not a verdict on the code."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Mutant(_Strict):
    """One change that can be switched on; `file` is relative to backend/."""

    id: int
    kind: str
    file: str
    line: int
    what: str
    function: str = ""


class HollowTest(_Strict):
    """A test function that cannot fail."""

    file: str
    line: int
    name: str


class Report(_Strict):
    """The output of mutator.go."""

    mutants: list[Mutant]
    hollow_tests: list[HollowTest]


@dataclass(frozen=True)
class TestBinary:
    """The compiled tests of one package and the folder in which they run."""

    path: Path
    folder: Path


@dataclass(frozen=True)
class MutantBuild:
    """The mutants, and the binaries that contain all of them, switched off.

    `uncompiled` are the lines, as file and number, whose mutants do not compile.
    """

    report: Report
    switchboard: Switchboard
    server: Path
    tests: tuple[TestBinary, ...]
    uncompiled: tuple[str, ...] = ()


async def build_mutants(context: GateContext, folder: Path) -> MutantBuild:
    """Builds server and tests with every mutant in them. Raises `Unmeasurable`.

    Afterwards the sources in the folder are the unchanged ones again: tests run in that folder, and
    some read the sources.
    """
    build = await build_server_mutants(context, folder)
    system = folder / "app"
    tests = await _build_tests(context, system / "backend", folder)
    await asyncio.to_thread(_copy_afresh, context.folder, system)
    return replace(build, tests=tests)


async def build_server_mutants(
    context: GateContext, folder: Path, *, extended: bool = False
) -> MutantBuild:
    """Builds the server alone with every mutant in it. Raises `Unmeasurable`.

    `extended` adds the operators of calibration to those that measure the system's own tests.
    """
    system = folder / "app"
    backend = system / "backend"
    switchboard = Switchboard()
    skipped: list[str] = []
    for _ in range(BUILD_TRIES):
        await asyncio.to_thread(_copy_afresh, context.folder, system)
        exports = await _export_data(context, backend, system / "exports") if extended else ""
        report = await _insert_mutants(context, backend, switchboard, exports, skipped)
        built = await context.go(
            "build",
            "-gcflags=-e",
            "-o",
            str(folder / "server"),
            "./cmd/server",
            folder=backend,
            writes=(folder,),
        )
        if built.ok:
            return MutantBuild(report, switchboard, folder / "server", (), tuple(skipped))
        failing = _lines_with_errors(built)
        if not failing - set(skipped):
            break
        skipped += sorted(failing)
    raise Unmeasurable("the server does not build with mutants: " + built.output[-600:])


async def _insert_mutants(
    context: GateContext, backend: Path, switchboard: Switchboard, exports: str, skipped: list[str]
) -> Report:
    module = (await context.go("list", "-m", folder=backend)).stdout.strip()
    ran = await context.go(
        "run",
        *MUTATOR,
        str(backend),
        module,
        switchboard.package,
        exports,
        *skipped,
        folder=backend,
    )
    if not ran.ok:
        raise Unmeasurable("no mutants could be inserted: " + ran.output[-600:])
    if exports:
        await asyncio.to_thread(os.remove, exports)
    package = backend / "internal" / switchboard.package
    await asyncio.to_thread(package.mkdir, parents=True)
    source = await asyncio.to_thread(lambda: switchboard.source)
    await asyncio.to_thread((package / "switchboard.go").write_text, source)
    values = await asyncio.to_thread(lambda: switchboard.values)
    await asyncio.to_thread((package / "values.go").write_text, values)
    return Report.model_validate_json(ran.stdout)


async def _export_data(context: GateContext, backend: Path, file: Path) -> str:
    """Lists the export data of every package, which is what the mutator reads types from."""
    listed = await context.go("list", "-export", "-deps", "-f", _EXPORTS, "./...", folder=backend)
    if not listed.ok:
        raise Unmeasurable("the packages cannot be listed: " + listed.output[-600:])
    await asyncio.to_thread(file.write_text, listed.stdout)
    return str(file)


async def _build_tests(context: GateContext, backend: Path, folder: Path) -> tuple[TestBinary, ...]:
    listed = await context.go("list", "-f", _PACKAGES, "./...", folder=backend)
    if not listed.ok:
        raise Unmeasurable("the packages cannot be listed: " + listed.output[-600:])
    binaries = []
    for index, line in enumerate(listed.stdout.splitlines()):
        package, _, package_folder = line.partition("\t")
        if os.path.realpath(package_folder) == os.path.realpath(backend / "tests" / "contract"):
            continue  # derived from the plan, not the system's own
        path = folder / str(index) / f"{package.rpartition('/')[2]}.test"
        await asyncio.to_thread(path.parent.mkdir)
        built = await context.go(
            "test", "-c", "-o", str(path), package, folder=backend, writes=(folder,)
        )
        if not built.ok:
            raise Unmeasurable("the tests do not build with mutants: " + built.output[-600:])
        binaries.append(TestBinary(path, Path(package_folder)))
    return tuple(binaries)


def _copy_afresh(source: Path, target: Path) -> None:
    remove_tree(target)
    copy_system(source, target)


def _lines_with_errors(built: Finished) -> set[str]:
    return {
        f"{error.file.removeprefix('backend/')}:{error.line}"
        for error in diagnostics("", built.output)
        if error.line is not None
    }
