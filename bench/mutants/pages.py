"""A page that is bundled once with every mutant in it, each switched on in a copy of the bundle."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bench.mutants.changes import Change, with_fingerprints
from bench.mutants.judging import BY_NAME, Portion, UnsoundSystem, asked, finding_of
from workbench.gates import frontend_build
from workbench.gates.registry import BUILDS, needing
from workbench.harness.gate import Stage
from workbench.harness.gate_context import BINARY, BUNDLE, GateContext
from workbench.host.npm_tools import install_tools
from workbench.host.process import Command, run_checked
from workbench.strength.mutants import Unmeasurable
from workbench.workspace.system_files import PACKAGES, copy_system

INSTRUMENT = Path(__file__).with_name("instrument.mjs")
PACKAGES_OF_INSTRUMENT = {"@stryker-mutator/instrumenter": "10.1.1", "typed-inject": "5.0.0"}
# The gates that run a bundle; the last ones judge a whole system, or its tests.
QUICK_GATES = tuple(
    name for name in needing(frontend_build.NAME) if BY_NAME[name].stage is not Stage.FINAL
)
# The page's own tests are not asked: they run the sources, in which no mutant is on.
DEEP_GATES: tuple[str, ...] = ()
# Not the product's code, or the generated client, which the model cannot write.
LEFT_ALONE = ("api/", "test/")
SHOWN = 70
_DIGITS = 10


class _Instrumented(BaseModel):
    """A mutant as instrument.mjs prints it; `file` is relative to frontend/src."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    kind: str
    file: str
    line: int
    original: str
    replacement: str
    context: str

    @property
    def change(self) -> Change:
        """The mutant in the words of the page."""
        what = (
            f"“{_cut(self.original)}” becomes “{_cut(self.replacement)}” in “{_cut(self.context)}”"
        )
        return Change(self.id, self.kind, f"frontend/src/{self.file}", self.line, "", what)


_INSTRUMENTED = TypeAdapter(list[_Instrumented])


@dataclass(frozen=True)
class Switch:
    """The module that every mutant calls; its name and its marker are random in each run."""

    module: str = field(default_factory=lambda: f"x{secrets.token_hex(4)}.ts")
    marker: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def source(self) -> str:
        """The module. The array keeps a minifier from computing the number ahead."""
        setting = json.dumps(self.marker + "0" * _DIGITS)
        return (
            f'const active = Number([...{setting}].slice(-{_DIGITS}).join("")) - 1;\n'
            "export const isOn = (id: string) => Number(id) === active;\n"
            "export const noted = (..._ids: string[]) => true;\n"
        )

    def turn_on(self, bundle: Path, number: int) -> None:
        """Switches a mutant on in a bundle. Raises `Unmeasurable` where the marker is missing."""
        place = self.marker + "0" * _DIGITS
        files = [file for file in bundle.rglob("*.js") if place in file.read_text()]
        if len(files) != 1:
            raise Unmeasurable(f"the marker is in {len(files)} files of the bundle")
        text = files[0].read_text().replace(place, self.marker + str(number).rjust(_DIGITS, "0"))
        files[0].write_text(text)


class PageMutants:
    """The bundle with every mutant in it, beside the unchanged server."""

    uncompiled = 0

    def __init__(self, context: GateContext, changes: Sequence[Change], switch: Switch) -> None:
        self.changes = with_fingerprints(changes)
        self._context = context
        self._switch = switch
        self._asked: tuple[int, Path] = (0, Path())

    def portions(self, gate: str, change: Change) -> list[Portion]:
        """Every gate is asked: a journey opens all pages."""
        return [None]

    @asynccontextmanager
    async def switched(self, change: Change | None, gate: str) -> AsyncIterator[GateContext]:
        """The context with a bundle in which the mutant is on.

        The gates of one mutant share a scratch folder: one reads what another has recorded.
        """
        number = change.id if change else 0
        if self._asked[0] != number or not self._asked[1].name:
            await asyncio.to_thread(self._turn_on, number)
        yield replace(self._context, scratch=self._asked[1])

    def rejected(self, change: Change, finding: str) -> None:
        """Nothing is learnt of it: a journey is one whole."""

    def _turn_on(self, number: int) -> None:
        if self._asked[1].name:
            shutil.rmtree(self._asked[1], ignore_errors=True)
        scratch = self._context.scratch.parent / secrets.token_hex(4)
        shutil.copytree(self._context.bundle, scratch / BUNDLE)
        shutil.copy(self._context.binary, scratch / BINARY)
        self._switch.turn_on(scratch / BUNDLE, number)
        self._asked = (number, scratch)


async def page_mutants(context: GateContext, folder: Path, gates: Sequence[str]) -> PageMutants:
    """Bundles a system's page with its mutants. Raises `Unmeasurable` or `UnsoundSystem`.

    `context` is of the whole system, with its packages installed.
    """
    switch, work = Switch(), folder / "pages"
    await asyncio.to_thread(copy_system, context.folder, work)
    await asyncio.to_thread((work / PACKAGES).symlink_to, context.folder / PACKAGES)
    changes = await _instrumented(context, work / "frontend" / "src", switch)
    inner = replace(context, folder=work, scratch=folder / "built")
    await asyncio.to_thread(inner.scratch.mkdir)
    for gate in BUILDS:
        await _sound(inner, gate)
    subject = PageMutants(replace(context, scratch=inner.scratch), changes, switch)
    for gate in gates:
        async with subject.switched(None, gate) as judged:
            await _sound(judged, gate)
    return subject


async def _instrumented(context: GateContext, src: Path, switch: Switch) -> list[Change]:
    """Rewrites the product's files below src/ and returns their mutants."""
    tools = await install_tools(
        context.folders.home / "instrumenter", PACKAGES_OF_INSTRUMENT, context.toolchains
    )
    script = tools / INSTRUMENT.name
    await asyncio.to_thread(shutil.copy, INSTRUMENT, script)
    files = await asyncio.to_thread(_product_files, src)
    argv = ("node", str(script), str(src), switch.module, *files)
    ran = await run_checked(Command(argv, tools, context.toolchains.environment, 120))
    await asyncio.to_thread((src / switch.module).write_text, switch.source)
    return [each.change for each in _INSTRUMENTED.validate_json(ran.stdout)]


def _product_files(src: Path) -> list[str]:
    """The files with code of the product, relative to src/."""
    paths = (path.relative_to(src).as_posix() for path in sorted(src.rglob("*.ts*")))
    return [
        path
        for path in paths
        if not path.startswith(LEFT_ALONE) and ".test." not in path and not path.endswith(".d.ts")
    ]


async def _sound(context: GateContext, gate: str) -> None:
    result = await asked(context, BY_NAME[gate])
    if result.is_red or result.is_open:
        raise UnsoundSystem(f"without a mutant {gate} says: {finding_of(result)}")


def _cut(text: str) -> str:
    short = " ".join(text.split())
    return short if len(short) <= SHOWN else short[: SHOWN - 1] + "…"
